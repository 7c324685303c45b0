// SPDX-License-Identifier: Apache-2.0
#include "language/lemmatizer.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "language/id_map.h"
#include "language/msgpack.h"
#include "language/string_id.h"
#include "language/unicode.h"

namespace chancery {
namespace {

// The value of one feature of "A=x|B=y"; empty when it is not there.
std::string_view feature(std::string_view morph, std::string_view name) {
  while (!morph.empty()) {
    const auto end = std::min(morph.find('|'), morph.size());
    const auto item = morph.substr(0, end);
    if (item.size() > name.size() && item[name.size()] == '=' && item.starts_with(name)) {
      return item.substr(name.size() + 1);
    }
    morph.remove_prefix(std::min(end + 1, morph.size()));
  }
  return {};
}

bool is_base_form(std::string_view pos, std::string_view morph) {
  const auto verb_form = feature(morph, "VerbForm");
  if (pos == "noun" && feature(morph, "Number") == "Sing") return true;
  if (pos == "verb" && verb_form == "Fin" && feature(morph, "Tense") == "Pres" &&
      feature(morph, "Number").empty()) {
    return true;
  }
  return verb_form == "Inf" || verb_form == "None" || feature(morph, "Degree") == "Pos";
}

// Of one part of speech.
struct Table {
  struct Exception {
    std::string form;
    std::vector<std::string> lemmas;
  };
  std::vector<std::pair<std::string, std::string>> rules;  // old ending, new ending
  std::vector<Exception> exceptions;
  IdMap<std::uint32_t> exception_by_hash;
  IdMap<char> index;

  bool empty() const { return rules.empty() && exceptions.empty() && index.size() == 0; }
  const Exception* exception(std::string_view form) const {
    const auto* const at = exception_by_hash.find(murmur64(form));
    return at && exceptions[*at].form == form ? &exceptions[*at] : nullptr;
  }
};

constexpr std::array<std::string_view, 17> kPos = {"adj",   "adp",   "adv", "aux",  "cconj", "det",
                                                   "intj",  "noun",  "num", "part", "pron",  "propn",
                                                   "punct", "sconj", "sym", "verb", "x"};

}  // namespace

struct Lemmatizer::State {
  std::array<Table, kPos.size()> tables;

  Table* by_id(std::uint64_t id) {
    for (std::size_t i = 0; i < kPos.size(); ++i) {
      if (string_id(kPos[i]) == id) return &tables[i];
    }
    return nullptr;
  }
  const Table* by_name(std::string_view pos) const {
    const auto at = std::find(kPos.begin(), kPos.end(), pos);
    return at == kPos.end() ? nullptr : &tables[static_cast<std::size_t>(at - kPos.begin())];
  }
};

Lemmatizer::Lemmatizer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Lemmatizer::Lemmatizer(Lemmatizer&&) noexcept = default;
Lemmatizer::~Lemmatizer() = default;

void Lemmatizer::lemma(std::string_view text, std::string_view lower, std::string_view pos,
                       std::string_view morph, std::string& out) const {
  const auto name = to_lower(pos);
  out = lower;
  if (name.empty() || name == "space" || is_base_form(name, morph)) return;
  const auto* const table = state_->by_name(name);
  if (!table || table->empty()) {
    if (name == "propn") out = text;
    return;
  }
  // spaCy collects all forms and takes the first: exceptions before rules, the last exception first; a form
  // that the rules give already is not moved to the front.
  std::vector<std::string> forms;
  std::string unknown, form;
  for (const auto& [old_end, new_end] : table->rules) {
    if (!lower.ends_with(old_end)) continue;
    form.assign(lower.substr(0, lower.size() - old_end.size())).append(new_end);
    if (form.empty()) continue;
    if (table->index.contains(murmur64(form)) || !is_alpha(form)) {
      forms.push_back(form);
    } else if (unknown.empty()) {
      unknown = form;
    }
  }
  if (const auto* const exception = table->exception(lower)) {
    for (const auto& lemma : exception->lemmas) {
      if (std::find(forms.begin(), forms.end(), lemma) == forms.end()) forms.insert(forms.begin(), lemma);
    }
  }
  if (!forms.empty()) {
    out = forms.front();
  } else if (!unknown.empty()) {
    out = unknown;
  } else {
    out = text;
  }
}

Result<Lemmatizer> Lemmatizer::compile(const ModelFiles& model) {
  auto state = std::make_unique<State>();
  Msgpack in(model.file("lemmatizer/lookups/lookups.bin"));
  bool known = true;
  // Calls read(table) for each part of speech.
  const auto each = [&](const auto& read) {
    for (auto left = in.map(); left > 0; --left) {
      auto* const table = state->by_id(in.integer());
      if (!table) {
        known = false;
        in.skip();
      } else {
        read(*table);
      }
    }
  };
  for (auto left = in.map(); left > 0; --left) {
    const auto name = in.string();
    if (name == "lemma_rules") {
      each([&](Table& table) {
        for (auto rules = in.array(); rules > 0; --rules) {
          if (in.array() != 2) return void(known = false);
          const auto old_end = in.string();
          table.rules.emplace_back(old_end, in.string());
        }
      });
    } else if (name == "lemma_exc") {
      each([&](Table& table) {
        const auto count = in.map();
        table.exception_by_hash = IdMap<std::uint32_t>(count);
        for (std::uint32_t i = 0; i < count; ++i) {
          Table::Exception exception{std::string(in.string()), {}};
          for (auto lemmas = in.array(); lemmas > 0; --lemmas) exception.lemmas.emplace_back(in.string());
          table.exception_by_hash.insert(murmur64(exception.form),
                                         static_cast<std::uint32_t>(table.exceptions.size()));
          table.exceptions.push_back(std::move(exception));
        }
      });
    } else if (name == "lemma_index") {
      each([&](Table& table) {
        const auto count = in.array();
        table.index = IdMap<char>(count);
        for (std::uint32_t i = 0; i < count; ++i) table.index.insert(murmur64(in.string()), 1);
      });
    } else {
      in.skip();
    }
  }
  if (!in.ok()) return model_damaged(model.path(), "the lemma tables are damaged");
  if (!known) return model_unsupported(model.path(), "the lemma tables have a part of speech that is unknown");
  return Lemmatizer(std::move(state));
}

}  // namespace chancery
