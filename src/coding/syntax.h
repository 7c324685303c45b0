// Grammatical relations as coding needs them: logical subject and object, carriers of nouns, complements, over
// the parse. The parse is input, not truth: attachment is searched a little wider than the tree says.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "coding/frames.h"
#include "language/analysis.h"

namespace chancery {

// A preposition and its object, and how far from the word that we asked about it hangs.
struct Prepositional {
  std::uint32_t preposition = kNoToken;
  std::uint32_t object = kNoToken;  // pobj or pcomp
  bool gerund = false;              // pcomp
  int distance = 0;
};

// Reads one Analysis. Cheap to make; borrows both arguments.
class Syntax {
 public:
  Syntax(const Analysis& analysis, const Frames& frames) : a_(analysis), frames_(frames) {}

  bool is_verb(std::uint32_t t) const;
  bool is_noun(std::uint32_t t) const;
  bool is_passive(std::uint32_t verb) const;
  bool is_infinitive(std::uint32_t verb) const;  // has "to"
  bool is_finite(std::uint32_t verb) const;
  std::string_view lemma(std::uint32_t t) const { return a_.tokens[t].lemma; }

  // Surface subject's head, through conjunction, control, raising and relative clauses; kNoToken when none.
  std::uint32_t surface_subject(std::uint32_t verb) const;
  // Its own subject child alone.
  std::uint32_t own_subject(std::uint32_t verb) const;
  std::uint32_t logical_subject(std::uint32_t verb) const;
  std::uint32_t logical_object(std::uint32_t verb) const;
  std::uint32_t dative(std::uint32_t verb) const;

  // The verb that carries a noun ("paid" of "paid a visit", "was" of "he was on a visit"), any verb whose
  // object or subject the noun is when `any`; kNoToken when none.
  std::uint32_t carrier(std::uint32_t noun, bool any) const;

  // The verb of the clause that a noun hangs in by a preposition; kNoToken when it is no such noun.
  std::uint32_t clause_above(std::uint32_t noun) const;

  // Prepositional phrases of a word, nearest first; with those that the parser may have hung on a neighbour.
  std::vector<Prepositional> prepositional(std::uint32_t t, std::uint32_t carrier) const;

  // The word and its conjuncts, in text order; capped.
  std::vector<std::uint32_t> conjuncts(std::uint32_t t) const;
  // A relative pronoun stands for its antecedent, a predicate noun for its subject; others for themselves.
  std::uint32_t referent(std::uint32_t t) const;

  // Antecedent of the relative or reduced relative clause headed by the verb (or by the verb it is a conjunct
  // of).
  std::uint32_t antecedent(std::uint32_t verb) const;

  const Analysis& analysis() const { return a_; }
  const Frames& frames() const { return frames_; }

 private:
  std::uint32_t surface_subject(std::uint32_t verb, int depth) const;
  void gather(std::uint32_t t, int distance, int depth, std::vector<Prepositional>& out) const;

  const Analysis& a_;
  const Frames& frames_;
};

}  // namespace chancery
