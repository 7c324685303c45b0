// chancery rules suggest: the predicates between two known actors that no frame knows, most frequent first.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include "base/one_of.h"
#include "commands.h"

namespace chancery {
namespace {

constexpr std::size_t kExamples = 3;     // of one predicate
constexpr std::size_t kMostKinds = 100'000;  // predicates kept; a corpus has fewer

struct Example {
  std::string key;  // document key and byte: the order of examples whatever the threads do
  std::string text;
  bool operator<(const Example& other) const { return key < other.key; }
};
struct Predicate {
  std::size_t count = 0;
  std::set<Example> examples;  // the first of them
};

// A known actor: one with a country or a name of the tables.
bool is_known(const Mention& mention) { return !mention.candidates.empty() || !mention.country.empty(); }

class Finder {
 public:
  explicit Finder(const Coded& coded) : coded_(coded), a_(coded.analysis), mention_of_(a_.tokens.size(), -1) {
    for (std::size_t i = 0; i < coded.mentions.size(); ++i) {
      const Mention& mention = coded.mentions[i];
      if (mention.head < mention_of_.size() && is_known(mention)) mention_of_[mention.head] = static_cast<int>(i);
    }
  }

  // "lemma", its particle, its object's head and the preposition before the second actor.
  void each(const std::function<void(const std::string& predicate, std::uint32_t token)>& found) const {
    for (const Happening& happening : coded_.happenings) {
      const std::uint32_t verb = happening.token;
      if (!happening.frame.empty() || verb >= a_.tokens.size() || !a_.tokens[verb].tag.starts_with("VB")) continue;
      const std::uint32_t subject = a_.child(verb, {"nsubj"});
      if (subject == kNoToken || mention_of_[subject] < 0) continue;
      if (one_of(a_.tokens[verb].lemma, {"be", "have", "do"})) continue;
      std::string name(a_.tokens[verb].lemma);
      if (const std::uint32_t particle = a_.child(verb, {"prt"}); particle != kNoToken)
        name += fmt::format(" {}", a_.tokens[particle].lower);
      const std::uint32_t object = a_.child(verb, {"dobj"});
      if (object != kNoToken && other(subject, object)) {
        found(name, verb);
        continue;
      }
      if (object != kNoToken) name += fmt::format(" {}", a_.tokens[object].lemma);
      for (const std::uint32_t holder : {verb, object}) {
        if (holder == kNoToken) continue;
        const std::string* end = nullptr;
        std::string with;
        for (std::uint32_t c : a_.children(holder)) {
          if (a_.tokens[c].dep != "prep") continue;
          const std::uint32_t inner = a_.child(c, {"pobj"});
          if (inner == kNoToken || !other(subject, inner)) continue;
          with = fmt::format("{} {}", name, a_.tokens[c].lower);
          end = &with;
          break;
        }
        if (end != nullptr) {
          found(*end, verb);
          break;
        }
      }
    }
  }

 private:
  bool other(std::uint32_t subject, std::uint32_t t) const {
    if (mention_of_[t] < 0) return false;
    const Mention& x = coded_.mentions[static_cast<std::size_t>(mention_of_[subject])];
    const Mention& y = coded_.mentions[static_cast<std::size_t>(mention_of_[t])];
    return x.group != y.group;
  }

  const Coded& coded_;
  const Analysis& a_;
  std::vector<int> mention_of_;  // token → the known actor that it heads
};

}  // namespace

int run_rules_suggest(const CommonOptions& common, const RulesCommand& command) {
  const Result<CodeOptions> options = code_options(common);
  if (!options) return fail(options.error());
  int exit_code = 0;
  const auto engine = load_engine(common, exit_code);
  if (!engine) return exit_code;

  std::mutex guard;
  std::map<std::string, Predicate> predicates;
  exit_code = for_each_batch(
      common,
      [&](const std::vector<Source>& sources) {
        const std::vector<Coded> all = engine->code(sources, *options);
        const std::lock_guard lock(guard);
        for (const Coded& coded : all) {
          Finder(coded).each([&](const std::string& name, std::uint32_t token) {
            if (predicates.size() >= kMostKinds && !predicates.contains(name)) return;
            Predicate& predicate = predicates[name];
            ++predicate.count;
            const Sentence& sentence = coded.analysis.sentences[coded.analysis.tokens[token].sentence];
            predicate.examples.insert(
                {fmt::format("{} {:010}", coded.document.key, coded.analysis.tokens[token].span.begin),
                 std::string(coded.document.text(sentence.span))});
            if (predicate.examples.size() > kExamples) predicate.examples.erase(std::prev(predicate.examples.end()));
          });
        }
        return std::string();
      },
      {});

  std::vector<const std::pair<const std::string, Predicate>*> order;
  for (const auto& entry : predicates) {
    if (entry.second.count >= command.least) order.push_back(&entry);
  }
  std::stable_sort(order.begin(), order.end(), [](const auto* x, const auto* y) { return x->second.count > y->second.count; });
  if (order.size() > command.most) order.resize(command.most);
  for (const auto* entry : order) {
    fmt::print("{:5}  {}\n", entry->second.count, entry->first);
    for (const Example& example : entry->second.examples) fmt::print("       {}\n", example.text);
  }
  fmt::print(stderr, "{} predicate{} between known actors that no frame knows; {} shown\n", predicates.size(),
             predicates.size() == 1 ? "" : "s", order.size());
  return exit_code;
}

}  // namespace chancery
