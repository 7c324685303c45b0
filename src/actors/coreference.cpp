// Coreference by rules, most precise first: exact key, surname, title, acronym (all by key), apposition, role,
// pronoun, plural. A pronoun or description takes over its antecedent's actor, so later stages need not look
// back.
// SPDX-License-Identifier: Apache-2.0
#include "actors/coreference.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "actors/words.h"
#include "base/one_of.h"

namespace chancery {
namespace {

constexpr std::size_t kLookBack = 80;  // mentions looked at for one pronoun
constexpr std::uint32_t kSentencesBack = 4;

struct Group {
  ActorKind kind = ActorKind::kUnknown;
  std::size_t first = 0;  // draft that describes it best
  std::size_t last = 0;   // latest draft
  char gender = 0;
  bool plural = false;
  bool person = false;
  std::vector<int> members;
  int count = 0;
};

class Linker {
 public:
  Linker(const Knowledge& knowledge, const Document& document, const Analysis& analysis,
         const std::vector<Quote>& quotes, std::optional<Day> day, std::vector<Draft>& drafts)
      : knowledge_(knowledge),
        document_(document),
        analysis_(analysis),
        quotes_(quotes),
        day_(day),
        drafts_(drafts) {}

  void run() {
    index_quotes();
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      by_head_.emplace(drafts_[i].mention.head, i);
    }
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      Draft& draft = drafts_[i];
      if (draft.word)
        link_pronoun(i);
      else if (draft.several)
        link_plural(i);
      else
        link_name(i);
    }
  }

 private:
  const Token& token(std::uint32_t i) const { return analysis_.tokens[i]; }
  Mention& mention(std::size_t i) { return drafts_[i].mention; }

  void index_quotes() {
    for (std::size_t q = 0; q < quotes_.size(); ++q) {
      for (const Span& span : quotes_[q].content) contents_.push_back({span, q});
    }
    std::sort(contents_.begin(), contents_.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
  }

  // The innermost quote whose content holds the byte; among direct ones only if asked.
  const Quote* quote_at(std::uint32_t byte, bool direct) const {
    const Quote* best = nullptr;
    std::uint32_t size = 0xFFFFFFFFu;
    auto from = std::partition_point(contents_.begin(), contents_.end(),
                                     [&](const auto& c) { return c.first.begin <= byte; });
    for (int steps = 0; from != contents_.begin() && steps < 16; ++steps) {
      --from;
      if (from->first.end <= byte) continue;
      const Quote& quote = quotes_[from->second];
      if (direct && !quote.direct) continue;
      if (from->first.size() < size) {
        size = from->first.size();
        best = &quote;
      }
    }
    return best;
  }

  std::optional<std::size_t> draft_at(std::uint32_t head) const {
    auto found = by_head_.find(head);
    if (found == by_head_.end()) return std::nullopt;
    return found->second;
  }

  int fresh(std::size_t i) {
    Group group;
    const Draft& draft = drafts_[i];
    group.kind = draft.mention.kind;
    group.first = group.last = i;
    group.gender = draft.gender;
    group.plural = draft.mention.plural;
    group.person = draft.mention.kind == ActorKind::kPerson || draft.mention.kind == ActorKind::kOffice;
    group.count = 1;
    groups_.push_back(group);
    return static_cast<int>(groups_.size());
  }

  Group& group(int number) { return groups_[static_cast<std::size_t>(number) - 1]; }

  void join(std::size_t i, int number) {
    mention(i).group = number;
    Group& g = group(number);
    g.last = i;
    ++g.count;
    if (!g.gender) g.gender = drafts_[i].gender;
    if (drafts_[g.first].mention.candidates.empty() && !mention(i).candidates.empty() && !drafts_[i].word)
      g.first = i;
  }

  // What a later mention knows better than the group's own words: a name for an office, an office for a name.
  void take_over(std::size_t to, std::size_t from, std::string_view why, std::string_view rule, Span words) {
    Mention& m = mention(to);
    const Mention& source = mention(from);
    if (m.candidates.empty() || drafts_[to].word || drafts_[to].role_noun) {
      if (!source.candidates.empty()) m.candidates = source.candidates;
    }
    bool bare = m.sectors.empty();
    if (m.country.empty()) m.country = source.country;
    if (bare) {
      m.sectors = source.sectors;
      m.code = source.code;
      if (m.office.empty()) m.office = source.office;
      if (m.roles.empty()) m.roles = source.roles;
      m.former = m.former || source.former;
      m.then = m.then || source.then;
    } else if (m.code.starts_with("---") && !m.country.empty()) {
      m.code = m.country + m.code.substr(3);
    }
    if (m.name.empty() || drafts_[to].word || (drafts_[to].role_noun && source.kind == ActorKind::kPerson))
      m.name = source.name;
    if (drafts_[to].word || m.kind == ActorKind::kUnknown) m.kind = source.kind;
    if (drafts_[to].word) {
      m.designated = source.designated;
    }
    std::string text(document_.text(source.span).substr(0, 60));
    m.how = m.how.empty() ? fmt::format("{} {}", why, text) : fmt::format("{}; {} {}", m.how, why, text);
    if (!source.how.empty() && drafts_[to].word) m.how += ": " + source.how.substr(0, 120);
    m.evidence.push_back({"actor", std::string(rule), words, ""});
  }

  // ---- names and roles ----

  void link_name(std::size_t i) {
    Draft& draft = drafts_[i];
    Mention& m = draft.mention;
    if (auto other = apposition(i)) {
      link_apposition(i, *other);
      if (m.group > 0) {
        note_pair(i);
        return;
      }
    }
    if (m.kind == ActorKind::kPerson) {
      auto known = by_key_.find(draft.key);
      if (known == by_key_.end() && draft.key.starts_with("name ") && !draft.surname.empty()) {
        auto same = by_surname_.find(draft.surname);
        // A lone surname is whoever bore it before; two different full names are two people.
        if (same != by_surname_.end() && (draft.by_surname || drafts_[group(same->second).first].by_surname)) {
          int number = same->second;
          std::size_t from = group(number).first;
          join(i, number);
          if (m.candidates.empty()) take_over(i, from, "surname of", "actors/surname", m.span);
          by_key_.emplace(draft.key, number);
          note_pair(i);
          return;
        }
      }
      if (known != by_key_.end()) {
        int number = known->second;
        std::size_t from = group(number).first;
        join(i, number);
        if (m.candidates.empty() || m.office.empty()) {
          if (m.candidates.empty() && m.sectors.empty() && !mention(from).sectors.empty())
            take_over(i, from, "same name as", "actors/same-name", m.span);
        }
      } else {
        m.group = fresh(i);
        by_key_.emplace(draft.key, m.group);
      }
      if (!draft.surname.empty()) by_surname_[draft.surname] = m.group;
      note_pair(i);
      return;
    }
    if (draft.role_noun) {
      link_role(i);
      note_pair(i);
      return;
    }
    std::string key = draft.key;
    // A people and an adjective of a country are not the state, but the state's name, capital and seat are.
    if (key.empty()) key = fmt::format("only {}", i);
    auto known = by_key_.find(key);
    if (known != by_key_.end()) {
      join(i, known->second);
    } else {
      m.group = fresh(i);
      by_key_.emplace(key, m.group);
    }
    note_pair(i);
  }

  // "Delfin Lorenzana, the Defence Secretary,", "the Defence Secretary, Delfin Lorenzana": the neighbour in
  // apposition.
  std::optional<std::size_t> apposition(std::size_t i) {
    const Draft& draft = drafts_[i];
    const Mention& m = draft.mention;
    auto both = [&](std::size_t other) {
      const Draft& o = drafts_[other];
      if (o.sentence != draft.sentence || o.word || o.several) return false;
      bool a = m.kind == ActorKind::kPerson && o.role_noun && !o.mention.plural &&
               o.mention.kind == ActorKind::kOffice;
      bool b =
          o.mention.kind == ActorKind::kPerson && draft.role_noun && !m.plural && m.kind == ActorKind::kOffice;
      return a || b;
    };
    std::uint32_t head = m.head;
    if (token(head).dep == "appos") {
      if (auto other = draft_at(token(head).head); other && *other < i && both(*other)) return other;
    }
    // "the US ambassador to the United Nations John Bolton": the office, what it is for, the name.
    if (m.kind == ActorKind::kPerson && !drafts_[i].by_surname) {
      for (std::size_t back = 1; back <= 3 && back <= i; ++back) {
        const Mention& before = mention(i - back);
        if (drafts_[i - back].sentence != draft.sentence || m.first_token < before.last_token ||
            m.first_token - before.last_token > 8)
          break;
        if (before.last_token >= m.first_token || !one_of(token(before.last_token).tag, {"IN", "TO"}) ||
            !both(i - back))
          continue;
        bool names = true;
        for (std::uint32_t t = before.last_token; t < m.first_token; ++t) {
          names = names && (one_of(token(t).tag, {"IN", "TO", "DT", "NNP", "NNPS"}));
        }
        if (names && token(m.first_token - 1).tag.starts_with("NNP")) return i - back;
      }
    }
    // By the signs alone: name, comma, phrase with an article or a country, then comma, full stop or "said".
    if (i == 0) return std::nullopt;
    for (std::size_t back = 1; back <= 3 && back <= i; ++back) {
      std::size_t other = i - back;
      const Mention& before = mention(other);
      if (drafts_[other].sentence != draft.sentence) break;
      if (before.last_token + 1 != m.first_token || token(before.last_token).tag != ",") continue;
      if (!both(other)) continue;
      std::uint32_t after = m.last_token;
      bool closed = after >= analysis_.tokens.size() || one_of(token(after).tag, {",", ".", ":"}) ||
                    token(after).sentence != token(m.head).sentence || token(after).tag.starts_with("VB") ||
                    one_of(token(after).tag, {"IN", "WP"});
      if (closed) return other;
    }
    return std::nullopt;
  }

  void link_apposition(std::size_t i, std::size_t other) {
    Mention &m = mention(i), &o = mention(other);
    std::size_t person = m.kind == ActorKind::kPerson ? i : other, role = person == i ? other : i;
    Mention &p = mention(person), &r = mention(role);
    // Two countries, two people.
    if (!p.country.empty() && !r.country.empty() && p.country != r.country && !p.candidates.empty()) return;
    if (p.candidates.empty() && p.sectors.empty()) {
      p.country = p.country.empty() ? r.country : p.country;
      p.sectors = r.sectors;
      p.code = r.code.empty() || r.code.starts_with("---") || p.country.empty() ? r.code : r.code;
      p.office = r.office;
      p.roles = r.roles;
      p.former = r.former;
      p.how += "; apposition " + std::string(document_.text(r.span).substr(0, 60));
      p.evidence.push_back({"actor", "actors/apposition", r.span, ""});
    }
    if (p.candidates.empty() && r.candidates.size() == 1) p.candidates = r.candidates;
    if (!p.candidates.empty())
      r.candidates = p.candidates;
    else if (r.candidates.size() > 1)
      r.candidates.clear();
    r.name = p.name;
    r.evidence.push_back({"actor", "actors/apposition", p.span, ""});
    if (o.group <= 0) return;
    int number = o.group;
    if (person == i) {
      auto known = by_key_.find(drafts_[i].key);
      if (known != by_key_.end() && known->second != number) number = known->second;
      join(i, number);
      o.group = number;
      group(number).first = i;
      group(number).kind = ActorKind::kPerson;
      by_key_.emplace(drafts_[i].key, number);
      if (!drafts_[i].surname.empty()) by_surname_[drafts_[i].surname] = number;
    } else {
      join(i, number);
    }
  }

  bool office_fits(const Mention& person, const Draft& role) const {
    const Mention& r = role.mention;
    if (!r.country.empty() && !person.country.empty() && r.country != person.country) return false;
    for (const ActorCandidate& c : person.candidates) {
      for (const DatedOffice& office : c.offices) {
        if (role.title && !role.title->roles.empty() && title_fits(*role.title, office) &&
            (!day_ || r.former || holds_on(office, *day_)))
          return true;
      }
    }
    if (!person.office.empty()) {
      std::string a = fold_name(person.office, ' '), b = fold_name(r.office, ' ');
      if (a == b) return true;
      if (role.title && !person.roles.empty() && person.roles == r.roles) return true;
    }
    return false;
  }

  bool holds(const Mention& person, const std::vector<std::string>& roles) const {
    if (person.candidates.empty()) return false;
    const auto& offices = person.candidates.front().offices;
    return std::any_of(offices.begin(), offices.end(), [&](const DatedOffice& office) {
      return std::find(roles.begin(), roles.end(), office.role) != roles.end() && (!day_ || holds_on(office, *day_));
    });
  }

  void link_role(std::size_t i) {
    Draft& draft = drafts_[i];
    Mention& m = draft.mention;
    // "He will be the first French president to …": the subject's own description.
    if (m.kind == ActorKind::kOffice && !m.plural && token(m.head).dep == "attr") {
      const auto subject = draft_at(subject_of(token(m.head).head));
      if (subject && *subject < i && mention(*subject).group > 0 && group(mention(*subject).group).person) {
        const int number = mention(*subject).group;
        m.candidates.clear();
        take_over(i, group(number).first, "predicate of", "actors/predicate", m.span);
        join(i, number);
        return;
      }
    }
    if (m.kind == ActorKind::kOffice && !m.plural && (draft.definite || !m.country.empty()) &&
        !draft.indefinite && draft.title) {
      // The one in focus who holds it.
      std::size_t seen = 0;
      for (auto at = persons_.rbegin(); at != persons_.rend() && seen < 40; ++at, ++seen) {
        Group& g = group(*at);
        const Mention& person = mention(g.first);
        if (!office_fits(person, draft)) continue;
        std::size_t from = g.first;
        int number = *at;
        m.candidates.clear();
        take_over(i, from, "role of", "actors/role", m.span);
        join(i, number);
        return;
      }
    }
    // "a senior official", "two protesters" are new ones; "the police", "Russian forces" the same ones.
    bool indefinite = draft.indefinite || (!draft.definite && m.country.empty());
    if (!indefinite && !draft.key.empty()) {
      auto known = by_key_.find(draft.key);
      if (known != by_key_.end()) {
        join(i, known->second);
        return;
      }
    }
    m.group = fresh(i);
    if (!draft.key.empty()) by_key_[draft.key] = m.group;
  }

  // ---- who stands together ----

  // Keeps lists of what pronouns look back to, and joins "A and B" into one plural.
  void note_pair(std::size_t i) {
    const Draft& draft = drafts_[i];
    const Mention& m = draft.mention;
    if (m.group <= 0) return;
    if (!draft.outside && (m.kind == ActorKind::kPerson)) {
      std::erase(persons_, m.group);
      persons_.push_back(m.group);
      if (persons_.size() > 64) persons_.erase(persons_.begin());
    }
    if (i == 0 || m.adjective) return;
    for (std::size_t back = 1; back <= 4 && back <= i; ++back) {
      const Draft& other = drafts_[i - back];
      const Mention& o = other.mention;
      if (other.sentence != draft.sentence) break;
      if (o.group <= 0 || o.group == m.group || o.adjective || o.last_token > m.first_token) continue;
      std::uint32_t gap = m.first_token - o.last_token;
      bool joined = false, listed = false;
      if (gap >= 1 && gap <= 3) {
        bool and_word = false, comma = false, other_word = false;
        for (std::uint32_t t = o.last_token; t < m.first_token; ++t) {
          if (token(t).tag == "CC" && token(t).lower != "or" && token(t).lower != "but")
            and_word = true;
          else if (token(t).tag == ",")
            comma = true;
          else if (token(t).tag != "DT")
            other_word = true;
        }
        joined = and_word && !other_word;
        listed = comma && !other_word && !and_word;
      }
      if (!joined && !(token(m.head).dep == "conj" && token(m.head).head == o.head)) {
        if (listed) lists_[m.group] = o.group;
        continue;
      }
      if (one_of(token(m.head).dep, {"conj"}) || joined) {
        std::vector<int> members;
        auto prior =
            !pairs_.empty() && pairs_.back().last == i - back ? pairs_.back().members : std::vector<int>{};
        if (!prior.empty())
          members = prior;
        else {
          auto listed_before = lists_.find(o.group);
          if (listed_before != lists_.end()) members.push_back(listed_before->second);
          members.push_back(o.group);
        }
        if (std::find(members.begin(), members.end(), m.group) == members.end()) members.push_back(m.group);
        pairs_.push_back({i, i - back, draft.sentence, members});
        break;
      }
    }
  }

  // ---- pronouns ----

  bool is_subject(std::uint32_t t) const {
    std::uint32_t at = t;
    for (int steps = 0; steps < 3; ++steps) {
      std::string_view dep = token(at).dep;
      if (dep == "nsubj" || dep == "nsubjpass") return true;
      if (dep != "conj" && dep != "compound" && dep != "appos") return false;
      at = token(at).head;
    }
    return false;
  }

  std::uint32_t verb_of(std::uint32_t t) const {
    std::uint32_t at = t;
    for (int steps = 0; steps < 8; ++steps) {
      if (token(at).pos == "VERB" || token(at).pos == "AUX") return at;
      if (analysis_.is_root(at)) return at;
      at = token(at).head;
    }
    return at;
  }

  // The subject of a verb, its own or the one it shares ("held talks and thanked him"); kNoToken when there is
  // none.
  std::uint32_t subject_of(std::uint32_t verb) const {
    for (int steps = 0; steps < 4; ++steps) {
      std::uint32_t found = analysis_.child(verb, {"nsubj", "nsubjpass"});
      if (found != kNoToken) return found;
      if (token(verb).dep != "conj" && token(verb).dep != "xcomp") break;
      verb = token(verb).head;
    }
    return kNoToken;
  }

  void adopt(std::size_t i, int number, std::string_view rule, double certainty_gap) {
    Group& g = group(number);
    Draft& draft = drafts_[i];
    std::size_t from = g.first;
    draft.mention.members = g.members;
    take_over(i, from, "pronoun for", rule, draft.mention.span);
    if (certainty_gap < 1.0) draft.mention.how += " (another is nearly as likely)";
    join(i, number);
  }

  void link_pronoun(std::size_t i) {
    Draft& draft = drafts_[i];
    const Pronoun& word = *draft.word;
    Mention& m = draft.mention;
    std::uint32_t t = m.head;
    if (word.reciprocal) {
      link_reciprocal(i);
      return;
    }
    if (word.relative) {
      // Up from the pronoun to the clause that modifies a noun.
      std::uint32_t at = t;
      for (int steps = 0; steps < 8 && !analysis_.is_root(at); ++steps) {
        if (token(at).dep == "relcl") {
          if (auto other = draft_at(token(at).head); other && *other < i && mention(*other).group > 0) {
            adopt(i, mention(*other).group, "actors/relative", 9);
          }
          return;
        }
        at = token(at).head;
      }
      return;
    }
    if (word.person == 1) {
      const Quote* quote = quote_at(m.span.begin, true);
      if (!quote) quote = quote_at(m.span.begin, false);
      if (!quote || quote->source_head == kNoToken) return;
      auto speaker = speaker_of(*quote);
      if (!speaker) return;
      if (mention(*speaker).group <= 0) {
        // The speaker stands after the quotation: link the pronoun when he is reached.
        later_[*speaker].push_back(i);
        return;
      }
      adopt(i, mention(*speaker).group, "actors/speaker", 9);
      return;
    }
    if (word.plural) {
      link_they(i);
      return;
    }
    bool thing = word.gender == 'n';
    if (thing && is_expletive(t)) return;
    std::uint32_t verb = verb_of(t);
    bool subject = is_subject(t), possessive = token(t).tag == "PRP$";
    bool reflexive = token(t).lower.ends_with("self");
    std::uint32_t doer = subject ? kNoToken : subject_of(verb);
    const Quote* quote = quote_at(m.span.begin, true);
    int best = 0, barred = 0;
    if (doer != kNoToken && !possessive && !reflexive) {
      if (auto who = draft_at(doer); who && *who < i) barred = mention(*who).group;
    }
    // "He invited the Turkish president": somebody else than him.
    std::string_view other_country;
    for (std::size_t next = i + 1; subject && next < drafts_.size() && drafts_[next].sentence == draft.sentence; ++next) {
      const Mention& o = mention(next);
      const bool object = one_of(token(o.head).dep, {"dobj", "dative"});
      if (object && o.kind == ActorKind::kOffice && !o.country.empty() && verb_of(o.head) == verb) other_country = o.country;
    }
    double best_score = -1e9, second = -1e9;
    std::vector<int> seen;
    for (std::size_t back = 1; back <= i && back <= kLookBack; ++back) {
      const Draft& other = drafts_[i - back];
      const Mention& o = other.mention;
      if (o.group <= 0 || other.outside != draft.outside) continue;
      if (!other_country.empty() && mention(group(o.group).first).country == other_country) continue;
      std::uint32_t distance = draft.sentence - other.sentence;
      if (distance > kSentencesBack) break;
      if (o.last_token > m.first_token && o.span.contains(m.span)) continue;
      if (std::find(seen.begin(), seen.end(), o.group) != seen.end() && distance > 0) continue;
      const Group& g = group(o.group);
      if (g.plural || !g.members.empty() || o.plural) continue;
      bool person = g.person || o.kind == ActorKind::kPerson || o.kind == ActorKind::kOffice;
      if (thing ? person || o.adjective || o.kind == ActorKind::kPeople : !person) continue;
      if (!thing && g.gender && g.gender != word.gender) continue;
      if (thing && distance > 1) break;
      double score = 10 - 2.5 * distance - 0.05 * static_cast<double>(back);
      bool other_subject = is_subject(o.head);
      if (other_subject) score += 3;
      if (other_subject && distance > 0 && analysis_.is_root(verb_of(o.head))) score += 1.5;  // of the main clause
      if (distance == 0 && !possessive && !reflexive) {
        if (verb_of(o.head) == verb) {
          if (subject) continue;
          score -= 4;
        }
      }
      if (o.group == barred) continue;  // "Khan met him": somebody else
      if (distance == 0 && !other_subject && thing) score -= 2;
      if (thing && !other_subject && distance > 0) score -= 3;
      if (reflexive && distance == 0 && other_subject) score += 4;
      if (g.gender && g.gender == word.gender) score += 2;
      score += std::min(2.0, 0.3 * g.count);
      if (one_of(token(o.head).dep, {"poss", "compound", "nmod", "appos"})) score -= 2;
      if (quote && quote->source_head != kNoToken) {
        auto speaker = speaker_of(*quote);
        if (speaker && mention(*speaker).group == o.group) score -= 6;
      }
      if (o.pronoun) score += 1;
      if (std::find(seen.begin(), seen.end(), o.group) == seen.end())
        seen.push_back(o.group);
      else if (o.group == best) {
        best_score = std::max(best_score, score);
        continue;
      }
      if (score > best_score) {
        if (o.group != best) second = best_score;
        best = o.group;
        best_score = score;
      } else if (o.group != best) {
        second = std::max(second, score);
      }
    }
    if (best == 0 || best_score < 3) return;
    if (thing && best_score - second < 0.5) return;
    adopt(i, best, "actors/pronoun", best_score - second);
    if (!group(best).gender && !thing) group(best).gender = word.gender;
  }

  bool is_expletive(std::uint32_t t) const {
    if (token(t).tag == "PRP$") return false;
    if (token(t).dep == "expl") return true;
    if (!one_of(token(t).dep, {"nsubj", "nsubjpass"})) return false;
    std::uint32_t verb = token(t).head;
    // "It is expected that", "it seems", "it will rain": no one does it.
    for (std::uint32_t child : analysis_.children(verb)) {
      if (child > t && one_of(token(child).dep, {"ccomp", "csubj"}) &&
          (token(t).dep == "nsubjpass" || token(verb).lemma == "be"))
        return true;
      if (token(verb).lemma == "be" && one_of(token(child).dep, {"acomp", "attr"})) {
        const Pronoun* it = knowledge_.pronoun(token(t).lower);
        return it == nullptr || std::find(it->minds.begin(), it->minds.end(), token(child).lower) == it->minds.end();
      }
    }
    return one_of(token(verb).lemma, {"seem", "appear", "rain", "snow", "turn", "take", "happen"});
  }

  std::optional<std::size_t> speaker_of(const Quote& quote) const {
    if (quote.source_head == kNoToken) return std::nullopt;
    if (auto found = draft_at(quote.source_head)) return found;
    for (const Span& span : quote.source) {
      auto first = std::partition_point(drafts_.begin(), drafts_.end(),
                                        [&](const Draft& d) { return d.mention.span.begin < span.begin; });
      for (; first != drafts_.end() && first->mention.span.begin < span.end; ++first) {
        if (!first->word) return static_cast<std::size_t>(first - drafts_.begin());
      }
    }
    return std::nullopt;
  }

  void set_members(std::size_t i, std::vector<int> members, std::string_view why, std::string_view rule) {
    Mention& m = mention(i);
    m.members = std::move(members);
    std::string names;
    for (int number : m.members) {
      if (!names.empty()) names += " + ";
      const Mention& one = mention(group(number).first);
      names += one.candidates.empty() ? std::string(document_.text(one.span).substr(0, 40))
                                      : one.candidates.front().name;
    }
    m.how = fmt::format("{} {}", why, names);
    m.evidence.push_back({"actor", std::string(rule), m.span, ""});
    std::string key = "members";
    for (int number : m.members) key += fmt::format(" {}", number);
    auto known = by_key_.find(key);
    if (known != by_key_.end()) {
      join(i, known->second);
      return;
    }
    m.group = fresh(i);
    Group& g = group(m.group);
    g.members = m.members;
    g.plural = true;
    by_key_.emplace(key, m.group);
  }

  struct Pair {
    std::size_t last = 0, first = 0;  // drafts
    std::uint32_t sentence = 0;
    std::vector<int> members;
  };

  // Latest coordination within reach, whose members pass.
  template <class F>
  const Pair* latest_pair(std::size_t i, std::uint32_t sentences, F&& fits) const {
    std::size_t seen = 0;
    for (auto pair = pairs_.rbegin(); pair != pairs_.rend() && seen < 24; ++pair, ++seen) {
      if (drafts_[i].sentence - pair->sentence > sentences) break;
      if (drafts_[pair->last].outside != drafts_[i].outside) continue;
      if (fits(*pair)) return &*pair;
    }
    return nullptr;
  }

  void link_they(std::size_t i) {
    Draft& draft = drafts_[i];
    Mention& m = draft.mention;
    std::uint32_t verb = verb_of(m.head);
    int best = 0;
    double best_score = -1e9;
    const Pair* best_pair = nullptr;
    for (std::size_t back = 1; back <= i && back <= kLookBack; ++back) {
      const Draft& other = drafts_[i - back];
      const Mention& o = other.mention;
      std::uint32_t distance = draft.sentence - other.sentence;
      if (distance > 2) break;
      if (o.group <= 0 || other.outside != draft.outside || o.adjective || o.span.contains(m.span)) continue;
      const Group& g = group(o.group);
      bool many = g.plural || o.plural || !g.members.empty();
      bool body = o.kind == ActorKind::kOrganisation || (o.kind == ActorKind::kGroup);
      if (!many && !body) continue;
      double score = 10 - 2.5 * distance - 0.1 * static_cast<double>(back) + (many ? 2 : 0);
      if (is_subject(o.head)) score += 3;
      if (distance == 0 && verb_of(o.head) == verb && token(m.head).tag != "PRP$") continue;
      if (one_of(token(o.head).dep, {"poss", "compound", "nmod"})) score -= 3;
      if (score > best_score) {
        best_score = score;
        best = o.group;
      }
    }
    std::size_t seen = 0;
    for (auto pair = pairs_.rbegin(); pair != pairs_.rend() && seen < 24; ++pair, ++seen) {
      std::uint32_t distance = draft.sentence - pair->sentence;
      if (distance > 2) break;
      if (drafts_[pair->last].outside != draft.outside) continue;
      const Mention& first = drafts_[pair->first].mention;
      if (distance == 0 && verb_of(first.head) == verb && token(m.head).tag != "PRP$") continue;
      double score = 12 - 2.5 * distance - 0.1 * static_cast<double>(seen);
      if (is_subject(first.head)) score += 3;
      if (score > best_score) {
        best_score = score;
        best_pair = &*pair;
        best = 0;
      }
    }
    if (best_pair && best == 0) {
      set_members(i, best_pair->members, "pronoun for", "actors/plural-pronoun");
      return;
    }
    if (best != 0 && best_score > 3) {
      adopt(i, best, "actors/plural-pronoun", 9);
      return;
    }
    // Two persons of the sentence before, or of this one: "X held talks with Y. They agreed".
    std::vector<int> two =
        recent(i, 1, [&](const Mention& o) { return o.kind == ActorKind::kPerson && !o.candidates.empty(); });
    if (two.size() != 2) two = recent(i, 1, [&](const Mention& o) { return o.kind == ActorKind::kPerson; });
    if (two.size() == 2) set_members(i, two, "pronoun for", "actors/plural-pronoun");
  }

  // Distinct groups of fitting mentions back to `sentences` before, oldest first; more than `limit` stops.
  template <class F>
  std::vector<int> recent(std::size_t i, std::uint32_t sentences, F&& fits, std::size_t limit = 3) {
    std::vector<int> found;
    for (std::size_t back = 1; back <= i && back <= kLookBack; ++back) {
      const Draft& other = drafts_[i - back];
      if (drafts_[i].sentence - other.sentence > sentences) break;
      const Mention& o = other.mention;
      if (o.group <= 0 || other.outside != drafts_[i].outside || !fits(o)) continue;
      std::vector<int> numbers = o.members.empty() ? std::vector<int>{o.group} : o.members;
      for (int number : numbers) {
        if (std::find(found.begin(), found.end(), number) == found.end()) found.push_back(number);
      }
      if (found.size() >= limit) break;
    }
    std::reverse(found.begin(), found.end());
    return found;
  }

  void link_plural(std::size_t i) {
    const PluralPhrase& phrase = *drafts_[i].several;
    std::size_t count = phrase.count == 0 ? 2 : phrase.count;
    auto kind_fits = [&](int number) {
      const Group& g = group(number);
      if (phrase.kind == ActorKind::kPerson) return g.person;
      if (phrase.kind == ActorKind::kState)
        return g.kind == ActorKind::kState || g.kind == ActorKind::kOrganisation ||
               g.kind == ActorKind::kOffice;
      return true;
    };
    // "The two presidents": two who hold that office, wherever the text spoke of them last.
    if (!phrase.roles.empty()) {
      std::vector<int> holders;
      for (auto at = persons_.rbegin(); at != persons_.rend() && holders.size() < count; ++at) {
        if (holds(mention(group(*at).first), phrase.roles)) holders.push_back(*at);
      }
      if (holders.size() == count) {
        std::reverse(holders.begin(), holders.end());
        set_members(i, holders, "description of", "actors/plural");
        return;
      }
    }
    const Pair* pair = latest_pair(i, kSentencesBack, [&](const Pair& p) {
      return p.members.size() == count && std::all_of(p.members.begin(), p.members.end(), kind_fits) &&
             (phrase.kind != ActorKind::kState || std::all_of(p.members.begin(), p.members.end(), [&](int n) {
                return group(n).kind == ActorKind::kState;
              }));
    });
    if (pair) {
      set_members(i, pair->members, "description of", "actors/plural");
      return;
    }
    std::vector<int> two;
    if (phrase.kind == ActorKind::kState) {
      two = states_in_focus(i, count);
    } else {
      two = recent(
          i, kSentencesBack,
          [&](const Mention& o) {
            if (o.pronoun && o.members.empty()) return false;
            return phrase.kind == ActorKind::kPerson
                       ? group(o.group).person || !o.members.empty()
                       : o.kind == ActorKind::kPerson || (o.kind == ActorKind::kState && !o.adjective);
          },
          count);
      if (two.size() > count) two.erase(two.begin(), two.begin() + static_cast<long>(two.size() - count));
    }
    if (two.size() == count)
      set_members(i, two, "description of", "actors/plural");
    else
      mention(i).group = fresh(i);
  }

  // The countries spoken of last, by name or through their people and offices.
  std::vector<int> states_in_focus(std::size_t i, std::size_t count) {
    std::vector<std::string> countries;
    for (std::size_t back = 1; back <= i && back <= kLookBack && countries.size() < count; ++back) {
      const Draft& other = drafts_[i - back];
      if (other.outside != drafts_[i].outside) continue;
      const Mention& o = other.mention;
      auto note = [&](const std::string& country) {
        if (!country.empty() && countries.size() < count &&
            std::find(countries.begin(), countries.end(), country) == countries.end())
          countries.push_back(country);
      };
      for (int number : o.members) note(mention(group(number).first).country);
      if (o.members.empty()) note(o.country);
    }
    std::vector<int> found;
    for (const std::string& country : countries) {
      auto known = by_key_.find("state " + country);
      if (known != by_key_.end()) {
        found.push_back(known->second);
        continue;
      }
      // No mention of the state itself: whoever stands for it.
      for (std::size_t back = 1; back <= i; ++back) {
        const Mention& o = mention(i - back);
        if (o.country == country && o.group > 0 && o.members.empty()) {
          found.push_back(o.group);
          break;
        }
        if (back > kLookBack) break;
      }
    }
    std::reverse(found.begin(), found.end());
    return found;
  }

  void link_reciprocal(std::size_t i) {
    Draft& draft = drafts_[i];
    // The subject of its verb first, then the latest pair of the sentence or the one before.
    std::uint32_t verb = verb_of(draft.mention.head);
    for (int steps = 0; steps < 4; ++steps) {
      for (std::uint32_t child : analysis_.children(verb)) {
        if (!one_of(token(child).dep, {"nsubj", "nsubjpass"})) continue;
        auto subject = draft_at(child);
        if (!subject || *subject >= i) continue;
        const Mention& s = mention(*subject);
        if (!s.members.empty()) {
          set_members(i, s.members, "each of", "actors/reciprocal");
          return;
        }
        for (const Pair& pair : pairs_) {
          if (pair.sentence == draft.sentence && pair.first == *subject) {
            set_members(i, pair.members, "each of", "actors/reciprocal");
            return;
          }
        }
        if (s.plural && s.group > 0) {
          adopt(i, s.group, "actors/reciprocal", 9);
          return;
        }
      }
      if (token(verb).dep != "conj" && token(verb).dep != "xcomp") break;
      verb = token(verb).head;
    }
    const Pair* pair = latest_pair(i, 1, [](const Pair& p) { return p.members.size() >= 2; });
    if (pair) {
      set_members(i, pair->members, "each of", "actors/reciprocal");
      return;
    }
    // Else the latest plural of two or more; one that does something comes first.
    for (bool subjects : {true, false}) {
      for (std::size_t back = 1; back <= i && back <= 20; ++back) {
        const Mention& o = mention(i - back);
        if (draft.sentence - drafts_[i - back].sentence > 1) break;
        if (o.members.size() >= 2 && (!subjects || is_subject(o.head))) {
          set_members(i, o.members, "each of", "actors/reciprocal");
          return;
        }
      }
    }
  }

 public:
  // Pronouns of speakers who stand after their words.
  void finish() {
    for (auto& [speaker, waiting] : later_) {
      if (mention(speaker).group <= 0) continue;
      for (std::size_t i : waiting) adopt(i, mention(speaker).group, "actors/speaker", 9);
    }
  }

 private:
  const Knowledge& knowledge_;
  const Document& document_;
  const Analysis& analysis_;
  const std::vector<Quote>& quotes_;
  std::optional<Day> day_;
  std::vector<Draft>& drafts_;
  std::vector<Group> groups_;
  std::unordered_map<std::uint32_t, std::size_t> by_head_;
  std::unordered_map<std::string, int> by_key_, by_surname_;
  std::vector<int> persons_;  // groups of persons, the latest last
  std::vector<Pair> pairs_;
  std::unordered_map<int, int> lists_;  // "A, B": B → A
  std::map<std::size_t, std::vector<std::size_t>> later_;
  std::vector<std::pair<Span, std::size_t>> contents_;
};

}  // namespace

void link_mentions(const Knowledge& knowledge, const Document& document, const Analysis& analysis,
                   const std::vector<Quote>& quotes, std::optional<Day> day, std::vector<Draft>& drafts) {
  Linker linker(knowledge, document, analysis, quotes, day, drafts);
  linker.run();
  linker.finish();
  // Groups are numbered in order of first mention; a speaker reached late may have come after his own pronoun.
  std::unordered_map<int, int> renamed;
  auto rename = [&](int number) {
    return renamed.emplace(number, static_cast<int>(renamed.size()) + 1).first->second;
  };
  for (Draft& draft : drafts) {
    if (draft.mention.group > 0) draft.mention.group = rename(draft.mention.group);
  }
  for (Draft& draft : drafts) {
    for (int& member : draft.mention.members) member = rename(member);
  }
}

}  // namespace chancery
