// The stage of actors: finds who is mentioned in a document, and says who a mention is on a given day.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/mention.h"
#include "attribution/quote.h"
#include "document/document.h"
#include "language/analysis.h"
#include "rulebook/rulebook.h"

namespace chancery {

class Knowledge;

// The answer to a bare phrase. Sectors are PLOVER letters, primary first.
struct Resolution {
  std::string id;  // Wikidata Q or "x:table/slug"; empty when unknown
  std::string name;
  std::string
      country;  // ISO 3166-1 alpha-3; for bodies outside countries the PLOVER letters IGO, UNO, EUR, MNC, IMG
  std::vector<std::string> sectors;
  std::string code;
  std::string how;
  std::vector<std::string> rules;  // ids of the rules that made it, "actors/prime-minister"
};

// Compiled once, const, shared by threads. Time and memory of find() are linear in the text.
class Actors {
 public:
  static Actors compile(const Rulebook& rulebook, Diagnostics& diagnostics);

  // Mentions in text order (by begin, then longer first). Groups are numbered from 1 in order of first mention.
  std::vector<Mention> find(const Document& document, const Analysis& analysis,
                            const std::vector<Quote>& quotes, const Published& published) const;

  // The office of the day: of the event, but not after the document was written; without both, the latest
  // known.
  ResolvedActor as_of(const Mention& mention, std::optional<Day> event_day,
                      std::optional<Day> document_day) const;

  // A phrase out of its sentence. `context` may name a country ("Mexico", "German") or be running text.
  Resolution resolve(std::string_view phrase, std::string_view context, std::optional<Day> day) const;

  // Runs the examples of data/actors and returns how many: phrases ("2022-02-01 PM Imran Khan -> PAKGOV") by
  // resolve(), sentences with marked mentions ("[President Macron=1] said [he=1] …") by find() where `analyse`
  // is given. In those, what stands between quotation marks is said by the marked mention outside them.
  using Analyse = std::function<Analysis(const Document&)>;
  std::size_t check_examples(const Analyse& analyse, Diagnostics& diagnostics) const;

  const Knowledge& knowledge() const { return *knowledge_; }

 private:
  explicit Actors(std::shared_ptr<const Knowledge> knowledge) : knowledge_(std::move(knowledge)) {}
  std::shared_ptr<const Knowledge> knowledge_;
};

}  // namespace chancery
