// Statement → PLOVER, PLV and CAMEO codes, all from tables under data/codebooks/.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "codebook/contexts.h"
#include "codebook/prior.h"
#include "coding/frames.h"
#include "coding/statement.h"
#include "rulebook/rulebook.h"

namespace chancery {

// How a happening is presented, as far as codebooks care. Also the CAMEO columns of frames.tsv, in this order.
enum class Mood : std::uint8_t {
  kFact,        // occurred, ongoing, habitual; and what did not happen, which keeps its own code
  kIntent,      // planned, promised, offered, agreed to
  kAsk,         // asked for
  kDemand,      // demanded, ordered
  kRefuse,      // refused, rejected, called off
  kStop,        // was there and is ended
  kThreat,      // threatened
  kAccuse,      // what somebody is accused of
  kInvestigate  // what is looked into
};
constexpr std::size_t kMoods = 9;
constexpr std::size_t kOwnMoods = 7;  // those before the charges have a column in frames.tsv

// Projects statements. Immutable after compile(), shared by threads.
//
// A frame that has no line in frames.tsv takes that of its nearest ancestor ("meet.visit.state" → "meet.visit"
// → "meet"). An operator with a line in operators.tsv puts its content into a mood (invite > meet.visit: a
// visit, intended); where the content has no code in that mood, the operator's own line in frames.tsv counts.
// Where nothing fits the projection is empty: it never guesses.
class Codebooks {
 public:
  // Faults (unknown type or CAMEO code, two lines for one frame) go to the diagnostics.
  static Codebooks compile(const Rulebook& rulebook, Diagnostics& diagnostics);

  // The codes of a statement in a document of that date (PLOVER's `historical`: over more than a year before
  // it).
  Codes project(const Act& act, const Published& published) const;

  // project(), and the contexts that the sentence and the participants tell.
  void code(Statement& statement, const Analysis& analysis, const Published& published) const;

  // Runs the examples of all codes and contexts, and reports each code of the lists that has none. Failures go
  // to `diagnostics` (rules.example-failed). Returns how many were run.
  //
  //   [A Ghana] {asked} [R Togo] for help.   one statement of this code at {trigger}, with exactly these roles;
  //                                          {other=trigger} marks one more of whatever code
  std::size_t check_examples(const std::function<ExampleCoding(const std::string&)>& code,
                             Diagnostics& diagnostics) const;

  // What `relate` answers where nothing is known: the codes of the type in prior.tsv.
  const Codes& prior() const { return prior_; }
  const Prior& dictionary() const { return dictionary_; }
  // The codes of a guess whose verb is presented as `act` says (its frame does not matter).
  Codes guessed(const Guess& guess, const Act& act) const;

  // Reports the lines of frames.tsv and operators.tsv that no frame in `known` has, itself or as an ancestor.
  void check_frames(const std::vector<std::string>& known, Diagnostics& diagnostics) const;

 private:
  struct FrameLine {
    std::string type, mode;
    std::vector<std::string> contexts;
    std::array<std::string, kOwnMoods> cameo;
  };
  struct TypeLine {
    int quad = 0;
    std::string intended, stopped, announced, request_mode, threat_mode, stopped_mode;
    std::string called_for, called_for_cameo;  // type and code when called for without anybody asked to do it
  };
  struct PlvLine {
    std::string past, future, negated_past, negated_future;
    int quad = 0;
  };
  struct ModeLine {
    std::string request, threat;
  };
  struct CameoLine {
    std::string root, name;
    double goldstein = 0;
    int quad = 0;
  };
  // The examples of one code: "cameo/0211", "plover/accuse/allege", "plover/auxiliary/future".
  struct CodeExamples {
    std::string id;
    RuleTable::Examples examples;
  };
  // The level whose frame names the kind of happening, and how it is presented.
  struct Reading {
    const Act* act = nullptr;
    Mood mood = Mood::kFact;
    bool by_operator = false;
    bool negated = false;  // asked or promised not to do it, or to stop it
  };

  template <class Line>
  using Table = std::map<std::string, Line, std::less<>>;

  std::string code_of(const std::string& frame, const FrameLine& line, Mood mood) const;
  Reading read(const Act& act) const;
  Reading by_status(const Act& act) const;
  bool is_cooperative(const std::string& type) const;  // by its quad class
  PloverCode plover(const Act& act, const Reading& reading, const FrameLine& line) const;
  std::optional<PlvCode> plv(const Act& act, const Reading& reading, const std::string& type,
                             const std::string& fact_type) const;
  std::optional<CameoCode> cameo(const std::string& code) const;

  Table<FrameLine> frames_;
  Table<std::array<std::string, kMoods - kOwnMoods>>
      charges_;                                // codes of accusing somebody of it, of investigating it
  Table<std::array<std::string, 3>> negated_;  // codes of intending, asking, demanding that it is not done
  Table<ModeLine> modes_;                      // … of a REQUEST for it, of a THREATEN with it
  Table<std::string> plv_frames_;              // the type that `plv` takes it for, where that is another
  Table<Mood> operators_;
  Table<TypeLine> types_;
  Table<PlvLine> plv_;
  Table<CameoLine> cameo_;
  Table<std::string> plover_names_;  // "plover/accuse/allege" → as PLOVER writes it; "plover/context/election"
  std::vector<CodeExamples> examples_;
  Contexts contexts_;
  Codes prior_;
  Prior dictionary_;
};

}  // namespace chancery
