// The record: statements and annotations as JSON, one line each (docs/formats/).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "chancery/engine.h"

namespace chancery {

enum class OffsetUnit { kBytes, kCodePoints };

// Maps spans of a document's content to spans of the text the user gave, in his unit. Make one a document: counting code points
// takes one pass over the text. Holds no reference.
class Offsets {
 public:
  Offsets(const Document& document, OffsetUnit unit);
  Span operator()(Span span) const;
  bool in_bytes() const { return !text_.has_value(); }

 private:
  std::uint32_t text_begin_;
  std::optional<CodePointIndex> title_, text_;  // empty when bytes are wanted
};

// One statement with every field, in the fixed order of the schema. Equal statements give equal bytes.
std::string statement_record(const Coded& coded, const Statement& statement, const EngineInfo& engine, const Offsets& offsets);

// {document, sentences, tokens, statements}: the denominators of one document.
std::string document_record(const Coded& coded);

struct Layers {
  bool sentences = true, tokens = true, mentions = true, times = true, attributions = true, happenings = true, claims = true;
  // From "tokens,sentences"; an unknown name is an error (usage).
  static Result<Layers> parse(std::string_view names);
};
// The layers of a document's text (its title is left out: spans index the text).
std::string annotation_record(const Coded& coded, const Layers& layers, const Offsets& offsets);

// {id, error: {code, message}} in the place of a record that could not be used.
std::string rejection_record(const Rejection& rejection);

// {id, codes, status, how, evidence, others}: what one given actor does to another. `statement` is the one that says so, null
// when none does; `others` are ids of statements that link them too.
std::string relation_record(const Coded& coded, std::string_view id, const std::optional<Codes>& codes, Status status,
                            std::string_view how, const std::vector<Evidence>& evidence, const std::vector<std::string>& others,
                            const Offsets& offsets);

class JsonWriter;
void write_strings(JsonWriter& json, const std::vector<std::string>& items);

std::string_view certainty_of(double factuality);  // "certain", "probable", "possible"

}  // namespace chancery
