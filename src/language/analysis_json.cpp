// SPDX-License-Identifier: Apache-2.0
#include "language/analysis_json.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <deque>

#include "base/utf8.h"

namespace chancery {

namespace {

namespace dom = simdjson::dom;

Error bad_field(std::string message) { return Error{ErrorCode::kInputField, std::move(message), {}, ""}; }

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (auto& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return lower;
}

// Reads {span: [begin, end]} as a byte range of the content.
bool read_span(dom::object record, const CodePointIndex& index, const Document& document, Span& span) {
  std::uint64_t ends[2];
  dom::array array;
  if (record["span"].get(array) || array.size() != 2) return false;
  for (int i = 0; i < 2; ++i) {
    if (array.at(static_cast<std::size_t>(i)).get(ends[i]) || ends[i] > document.content.size()) return false;
  }
  span = {document.text_begin + index.to_bytes(static_cast<std::uint32_t>(ends[0])),
          document.text_begin + index.to_bytes(static_cast<std::uint32_t>(ends[1]))};
  return span.begin <= span.end && span.end <= document.content.size();
}

std::uint32_t block_of(const Document& document, Span span) {
  for (std::uint32_t b = 0; b < document.blocks.size(); ++b) {
    if (document.blocks[b].span.overlaps(span)) return b;
  }
  return 0;
}

}  // namespace

Result<Analysis> analysis_from_json(const Document& document, std::string_view json) {
  dom::parser parser;
  dom::object record;
  const simdjson::padded_string padded(json);
  if (parser.parse(padded).get(record)) {
    return Error{ErrorCode::kInputNotJson, "the annotation is no JSON object", {}, ""};
  }
  dom::array tokens, sentences;
  if (record["tokens"].get(tokens)) return bad_field("the annotation has no tokens");
  if (record["sentences"].get(sentences)) return bad_field("the annotation has no sentences");

  const CodePointIndex index(std::string_view(document.content).substr(document.text_begin));
  auto strings = std::make_shared<std::deque<std::string>>();  // a deque keeps addresses
  const auto keep = [&strings](std::string_view text) -> std::string_view {
    return strings->emplace_back(text);
  };
  Analysis analysis;

  std::size_t number = 0;
  for (const auto element : tokens) {
    dom::object fields;
    Token token;
    std::string_view text, iob;
    std::uint64_t head = 0;
    std::string_view* const texts[] = {&token.lemma, &token.tag, &token.pos,
                                       &token.morph, &token.dep, &token.ent_type};
    const char* const names[] = {"lemma", "tag", "pos", "morph", "dep", "ent_type"};
    bool good = !element.get(fields) && read_span(fields, index, document, token.span) &&
                !fields["text"].get(text) && !fields["head"].get(head) && head < tokens.size() &&
                !fields["ent_iob"].get(iob) && !fields["ws"].get(token.space_after);
    for (std::size_t i = 0; good && i < std::size(names); ++i) {
      std::string_view value;
      good = !fields[names[i]].get(value);
      *texts[i] = keep(value);
    }
    if (!good)
      return bad_field(fmt::format("token {} of the annotation lacks a field or has a wrong one", number));
    token.text = document.text(token.span);
    if (token.text != text) {
      return bad_field(
          fmt::format("token {} is '{}' in the annotation, '{}' in the text", number, text, token.text));
    }
    token.lower = keep(lower_ascii(token.text));
    token.head = static_cast<std::uint32_t>(head);
    token.iob = iob == "B" ? Iob::kBegin : iob == "I" ? Iob::kIn : Iob::kOut;
    if (token.iob == Iob::kIn && !analysis.entities.empty() && analysis.entities.back().last == number) {
      ++analysis.entities.back().last;
    } else if (token.iob != Iob::kOut) {
      const auto first = static_cast<std::uint32_t>(number);
      analysis.entities.push_back({first, first + 1, token.ent_type});
    }
    analysis.tokens.push_back(token);
    ++number;
  }

  // White-space tokens at the ends lie outside the sentence's span: a sentence reaches to the next one's first
  // token.
  for (const auto element : sentences) {
    dom::object fields;
    Sentence sentence;
    if (element.get(fields) || !read_span(fields, index, document, sentence.span)) {
      return bad_field("a sentence of the annotation has no good span");
    }
    sentence.block = block_of(document, sentence.span);
    analysis.sentences.push_back(sentence);
  }
  std::size_t at = 0;
  for (std::uint32_t t = 0; t < analysis.tokens.size() && !analysis.sentences.empty(); ++t) {
    while (at + 1 < analysis.sentences.size() &&
           analysis.tokens[t].span.begin >= analysis.sentences[at + 1].span.begin) {
      ++at;
    }
    auto& sentence = analysis.sentences[at];
    if (sentence.last == 0) sentence.first = t;
    sentence.last = t + 1;
    analysis.tokens[t].sentence = static_cast<std::uint32_t>(at);
  }
  analysis.keep_alive.push_back(std::move(strings));
  analysis.link_children();
  return analysis;
}

Document document_of_lines(std::string_view text) {
  Document document;
  document.content = text;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto line = text.substr(begin, end - begin);
    const auto first = line.find_first_not_of(" \t\r");
    if (first != line.npos) {
      const auto last = line.find_last_not_of(" \t\r") + 1;
      document.blocks.push_back(
          {BlockRole::kBody,
           {static_cast<std::uint32_t>(begin + first), static_cast<std::uint32_t>(begin + last)}});
    }
    begin = end + 1;
  }
  return document;
}

}  // namespace chancery
