// SPDX-License-Identifier: Apache-2.0
#include "language/language.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <utility>

#include "language/entities.h"
#include "language/lexeme.h"
#include "language/network.h"
#include "language/parser.h"
#include "language/tagger.h"
#include "language/tokenizer.h"
#include "language/tree.h"
#include "language/wheel.h"
#include "language/word_annotator.h"

namespace chancery {
namespace {

constexpr std::uint32_t kLongestSentence = 2048;            // tokens, mode ours
constexpr std::uint32_t kLongestUnit = 8192;                // tokens parsed in one go, mode model
constexpr std::size_t kBatchTokens = 1024;                  // what the network sees at a time
constexpr std::size_t kGroupBytes = std::size_t{1} << 17;   // of documents tokenised at a time
constexpr std::size_t kRoomyFloats = std::size_t{1} << 22;  // a buffer larger than this is given back after use

constexpr std::array<std::string_view, 6> kStages = {"tokenise", "vectors", "parse",
                                                     "entities", "lemmas",  "result"};
enum Stage : std::size_t { kTokenise, kVectors, kParse, kEntities, kLemmas, kResult };

// Strings of an Analysis that do not stand in the content: in a few large pieces.
class StringPool {
 public:
  std::string_view add(std::string_view text) {
    if (text.empty()) return {};
    if (text.size() > left_) {
      left_ = std::max<std::size_t>(text.size(), 4096);
      pieces_.push_back(std::make_unique<char[]>(left_));
      next_ = pieces_.back().get();
    }
    std::memcpy(next_, text.data(), text.size());
    const std::string_view out(next_, text.size());
    next_ += text.size();
    left_ -= text.size();
    return out;
  }

 private:
  std::vector<std::unique_ptr<char[]>> pieces_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
};

// A piece of text that is analysed for itself; its tokens are [first, last) of the group.
struct Unit {
  std::size_t document = 0;
  Span span;
  std::uint32_t block = 0;
  std::uint32_t first = 0, last = 0;
};

// Tokens [first, last) of the group that are parsed in one go: whole sentences of one unit.
struct Segment {
  std::size_t unit = 0;
  std::uint32_t first = 0, last = 0;
};

}  // namespace

std::optional<SimdLevel> simd_level(std::string_view name) {
  if (name == "best") return SimdLevel::kBest;
  if (name == "avx2") return SimdLevel::kAvx2;
  if (name == "avx512") return SimdLevel::kAvx512;
  if (name == "plain") return SimdLevel::kPlain;
  return std::nullopt;
}

struct Language::Model {
  std::string digest;
  std::string_view release;
  const Kernels* kernels = nullptr;
  Tokenizer tokenizer;
  Network network;
  Tagger tagger;
  Parser parser;
  EntityRecogniser entities;
  WordAnnotator annotator;
};

struct Language::Scratch::Parts {
  Tokenizer::Scratch tokenizer;
  NetworkScratch network;
  ParserScratch parser;
  EntityScratch entities;
  WordAnnotator::Scratch annotator;
  std::vector<WordAttributes> attributes;  // of one unit
  Floats shared, entity, scores;

  // Of the group, one item for each token.
  std::vector<Unit> units;
  std::vector<Segment> segments;
  std::vector<LexToken> tokens;
  std::vector<std::uint8_t> is_space, starts, tags, own_starts;
  std::vector<std::uint32_t> heads;  // in the group
  std::vector<LabelId> labels;
  std::vector<EntitySpan> found;  // in the group

  bool measuring = false;
  std::array<double, kStages.size()> seconds{};
  std::chrono::steady_clock::time_point since;
  void lap(Stage stage) {
    if (!measuring) return;
    const auto now = std::chrono::steady_clock::now();
    seconds[stage] += std::chrono::duration<double>(now - since).count();
    since = now;
  }
  void start() {
    if (measuring) since = std::chrono::steady_clock::now();
  }
};

Language::Scratch::Scratch() : parts_(std::make_unique<Parts>()) {}
Language::Scratch::~Scratch() = default;
Language::Scratch::Scratch(Scratch&&) noexcept = default;
void Language::Scratch::measure(bool on) { parts_->measuring = on; }
std::vector<double> Language::Scratch::stage_seconds() const {
  return {parts_->seconds.begin(), parts_->seconds.end()};
}
std::span<const std::string_view> Language::Scratch::stage_names() { return kStages; }
double Language::Scratch::remembered_share() const {
  const auto& network = parts_->network;
  const auto all = network.hits + network.misses;
  return all == 0 ? 0 : static_cast<double>(network.hits) / static_cast<double>(all);
}

// The way through one group of documents, whose tokens fit into memory together.
class Language::Run {
 public:
  Run(const Language& language, SentenceMode mode, Scratch::Parts& parts)
      : model_(*language.model_),
        sentences_(language.sentences_),
        keep_(language.model_),
        mode_(mode),
        parts_(parts) {}

  void analyse(std::span<const Document* const> documents, std::vector<Analysis>& out) {
    documents_ = documents;
    parts_.start();
    tokenise();
    find_sentences();
    parts_.lap(kTokenise);
    for (std::size_t first = 0; first < parts_.segments.size();) {
      std::size_t last = first + 1, tokens = size(parts_.segments[first]);
      while (last < parts_.segments.size() && tokens + size(parts_.segments[last]) <= kBatchTokens) {
        tokens += size(parts_.segments[last++]);
      }
      compute(first, last, tokens);
      first = last;
    }
    std::size_t unit = 0;
    for (std::size_t d = 0; d < documents.size(); ++d) {
      const std::size_t first = unit;
      while (unit < parts_.units.size() && parts_.units[unit].document == d) ++unit;
      out.push_back(result(d, first, unit));
    }
    give_back(parts_.parser.slots);
    give_back(parts_.entities.slots);
  }

 private:
  static std::size_t size(const Segment& segment) { return segment.last - segment.first; }
  static void give_back(Floats& buffer) {
    if (buffer.size() > kRoomyFloats) Floats().swap(buffer);
  }

  void tokenise() {
    parts_.units.clear();
    parts_.tokens.clear();
    const auto add = [&](std::size_t d, Span span, std::size_t block) {
      if (span.empty()) return;
      const auto first = static_cast<std::uint32_t>(parts_.tokens.size());
      model_.tokenizer.tokenize(span.of(documents_[d]->content), parts_.tokenizer, parts_.tokens);
      const auto last = static_cast<std::uint32_t>(parts_.tokens.size());
      parts_.units.push_back({d, span, static_cast<std::uint32_t>(block), first, last});
    };
    for (std::size_t d = 0; d < documents_.size(); ++d) {
      const auto& document = *documents_[d];
      if (mode_ == SentenceMode::kOurs) {
        for (std::size_t b = 0; b < document.blocks.size(); ++b) add(d, document.blocks[b].span, b);
      } else {
        add(d, {0, document.title_size}, 0);
        add(d, {document.text_begin, static_cast<std::uint32_t>(document.content.size())}, 0);
      }
    }
    const std::size_t n = parts_.tokens.size();
    parts_.is_space.resize(n);
    for (std::size_t i = 0; i < n; ++i) parts_.is_space[i] = parts_.tokens[i].lexeme->is_space;
    parts_.starts.assign(n, 0);
    parts_.tags.resize(n);
    parts_.heads.resize(n);
    parts_.labels.resize(n);
    parts_.found.clear();
  }

  // Sets `starts` (kOurs) and cuts the units into segments.
  void find_sentences() {
    parts_.segments.clear();
    for (std::size_t u = 0; u < parts_.units.size(); ++u) {
      const auto& unit = parts_.units[u];
      std::uint32_t first = unit.first;
      if (mode_ == SentenceMode::kModel) {
        for (; unit.last - first > kLongestUnit; first += kLongestUnit)
          parts_.segments.push_back({u, first, first + kLongestUnit});
      } else {
        split(unit);
        std::uint32_t sentence = first;
        for (std::uint32_t i = first; i < unit.last; ++i) {
          if (i - sentence == kLongestSentence) parts_.starts[i] = 1;
          if (!parts_.starts[i] || i == first) continue;
          if (i - first > kLongestSentence) {
            parts_.segments.push_back({u, first, sentence});
            first = sentence;
          }
          sentence = i;
        }
        if (unit.last - first > kLongestSentence && sentence > first) {
          parts_.segments.push_back({u, first, sentence});
          first = sentence;
        }
      }
      if (unit.last > first) parts_.segments.push_back({u, first, unit.last});
    }
  }

  void split(const Unit& unit) {
    const std::size_t count = unit.last - unit.first;
    if (count == 0) return;
    const auto starts = std::span(parts_.starts).subspan(unit.first, count);
    starts.front() = 1;
    sentences_.split(std::span<const LexToken>(parts_.tokens).subspan(unit.first, count), starts);
  }

  // Vectors, tags, arcs and entities of segments [begin, end), which have `count` tokens.
  void compute(std::size_t begin, std::size_t end, std::size_t count) {
    auto& parts = parts_;
    const std::uint32_t first = parts.segments[begin].first;
    for (auto* buffer : {&parts.shared, &parts.entity}) {
      if (buffer->size() < count * kWidth) buffer->resize(count * kWidth);
    }
    // The network takes no more than kMaxTokens at a time.
    std::vector<Stretch> stretches;
    std::size_t waiting = 0;
    const auto encode = [&] {
      model_.network.encode(stretches, parts.network, parts.shared.data(), parts.entity.data());
      stretches.clear();
      waiting = 0;
    };
    for (std::size_t s = begin; s < end; ++s) {
      const auto& segment = parts.segments[s];
      const auto& unit = parts.units[segment.unit];
      const std::span<const LexToken> tokens(parts.tokens.data() + unit.first, unit.last - unit.first);
      for (auto at = segment.first; at < segment.last;) {
        const auto last = std::min<std::uint32_t>(segment.last, at + static_cast<std::uint32_t>(kBatchTokens));
        if (waiting + (last - at) > kBatchTokens) encode();
        stretches.push_back({tokens, at - unit.first, last - unit.first, at - first});
        waiting += last - at;
        at = last;
      }
    }
    encode();
    parts.lap(kVectors);

    model_.tagger.tag(parts.shared.data(), std::span(parts.tags).subspan(first, count), parts.scores);
    model_.parser.prepare(parts.shared.data(), count, parts.parser);
    for (std::size_t s = begin; s < end; ++s) {
      const auto& segment = parts.segments[s];
      for (auto at = segment.first; at < segment.last;) {
        auto last = segment.last;
        if (mode_ == SentenceMode::kOurs) {
          for (last = at + 1; last < segment.last && !parts.starts[last];) ++last;
        }
        const std::size_t size = last - at;
        const auto heads = std::span(parts.heads).subspan(at, size);
        const auto labels = std::span(parts.labels).subspan(at, size);
        parts.own_starts.resize(size);
        model_.parser.parse(at - first, mode_ == SentenceMode::kModel, parts.parser, heads, labels);
        finish_tree(model_.parser.labels(), std::span(parts.is_space).subspan(at, size), heads, labels,
                    parts.own_starts);
        for (auto& head : heads) head += at;
        if (mode_ == SentenceMode::kModel)
          std::copy(parts.own_starts.begin(), parts.own_starts.end(), parts.starts.begin() + at);
        at = last;
      }
    }
    parts.lap(kParse);

    model_.entities.prepare(parts.entity.data(), count, parts.entities);
    for (std::size_t s = begin; s < end; ++s) {
      const auto& segment = parts.segments[s];
      const std::size_t before = parts.found.size();
      model_.entities.find(
          segment.first - first, std::span(parts.is_space).subspan(segment.first, size(segment)),
          std::span(parts.starts).subspan(segment.first, size(segment)), parts.entities, parts.found);
      for (auto i = before; i < parts.found.size(); ++i) {
        parts.found[i].first += segment.first;
        parts.found[i].last += segment.first;
      }
    }
    parts.lap(kEntities);
  }

  // The Analysis of document `d`, whose units are [first_unit, last_unit).
  Analysis result(std::size_t d, std::size_t first_unit, std::size_t last_unit) {
    const auto& document = *documents_[d];
    Analysis out;
    auto pool = std::make_shared<StringPool>();
    const std::uint32_t base = first_unit < last_unit ? parts_.units[first_unit].first : 0;
    out.tokens.resize(first_unit < last_unit ? parts_.units[last_unit - 1].last - base : 0);
    for (std::size_t u = first_unit; u < last_unit; ++u) {
      const auto& unit = parts_.units[u];
      const std::size_t size = unit.last - unit.first;
      parts_.attributes.resize(size);
      model_.annotator.annotate(
          std::span(parts_.tokens).subspan(unit.first, size), std::span(parts_.tags).subspan(unit.first, size),
          std::span(parts_.labels).subspan(unit.first, size), parts_.annotator, parts_.attributes);
      parts_.lap(kLemmas);
      for (auto i = unit.first; i < unit.last; ++i) {
        const auto& from = parts_.tokens[i];
        const auto& attributes = parts_.attributes[i - unit.first];
        auto& token = out.tokens[i - base];
        token.span = {unit.span.begin + from.begin, unit.span.begin + from.end};
        token.text = token.span.of(document.content);
        token.lower = keep(*pool, from.lexeme->lower, token.text, token.text);
        token.lemma = keep(*pool, attributes.lemma, token.lower, token.text);
        token.tag = attributes.tag;
        token.pos = attributes.pos;
        token.morph = attributes.morph;
        token.dep = attributes.dep;
        token.head = parts_.heads[i] - base;
        token.space_after = from.space_after;
        if (i == unit.first || parts_.starts[i]) {
          if (!out.sentences.empty()) out.sentences.back().last = i - base;
          out.sentences.push_back({i - base, 0, {}, unit.block});
        }
        token.sentence = static_cast<std::uint32_t>(out.sentences.size() - 1);
      }
    }
    if (!out.sentences.empty()) out.sentences.back().last = static_cast<std::uint32_t>(out.tokens.size());
    finish_sentences(document, base, out);
    finish_entities(base, out);
    out.link_children();
    out.keep_alive = {pool, keep_};
    parts_.lap(kResult);
    return out;
  }

  // `text` as a view that outlives the group: one of two views that do if equal, else a copy.
  static std::string_view keep(StringPool& pool, std::string_view text, std::string_view a,
                               std::string_view b) {
    return text == a ? a : text == b ? b : pool.add(text);
  }

  void finish_sentences(const Document& document, std::uint32_t base, Analysis& out) const {
    std::size_t block = 0;
    for (auto& sentence : out.sentences) {
      auto first = sentence.first, last = sentence.last;
      while (first + 1 < last && parts_.is_space[base + first]) ++first;
      while (first + 1 < last && parts_.is_space[base + last - 1]) --last;
      sentence.span = {out.tokens[first].span.begin, out.tokens[last - 1].span.end};
      if (mode_ == SentenceMode::kOurs) continue;
      // The block in which it begins.
      while (block + 1 < document.blocks.size() && document.blocks[block + 1].span.begin <= sentence.span.begin)
        ++block;
      sentence.block = static_cast<std::uint32_t>(block);
    }
  }

  void finish_entities(std::uint32_t base, Analysis& out) {
    const auto end = base + static_cast<std::uint32_t>(out.tokens.size());
    const auto& types = *model_.entities.types();
    for (; next_entity_ < parts_.found.size() && parts_.found[next_entity_].first < end; ++next_entity_) {
      const auto& found = parts_.found[next_entity_];
      out.entities.push_back({found.first - base, found.last - base, types[found.type]});
      for (auto i = found.first; i < found.last; ++i) {
        auto& token = out.tokens[i - base];
        token.ent_type = types[found.type];
        token.iob = i == found.first ? Iob::kBegin : Iob::kIn;
      }
    }
  }

  const Model& model_;
  const SentenceSplitter& sentences_;
  std::shared_ptr<const Model> keep_;
  SentenceMode mode_;
  Scratch::Parts& parts_;
  std::span<const Document* const> documents_;
  std::size_t next_entity_ = 0;
};

Language::Language(std::shared_ptr<const Model> model) : model_(std::move(model)) {}
Language::~Language() = default;
const std::string& Language::digest() const { return model_->digest; }
std::string_view Language::known_release() const { return model_->release; }
std::string_view Language::simd() const { return model_->kernels->name; }

Result<std::unique_ptr<Language>> Language::load(const FileSystem& files, const LanguageOptions& options) {
  const auto* kernels = chancery::kernels(options.simd);
  if (!kernels)
    return Error{ErrorCode::kUsage, "this machine lacks the SIMD level asked for", {}, "use --simd best"};
  auto model = ModelFiles::open(files, options.model_path);
  if (!model) return std::move(model).error();
  auto tokenizer = Tokenizer::compile(*model);
  if (!tokenizer) return std::move(tokenizer).error();
  auto network = Network::load(*model, *kernels);
  if (!network) return std::move(network).error();
  auto tagger = Tagger::load(*model, *kernels);
  if (!tagger) return std::move(tagger).error();
  auto parser = Parser::load(*model, *kernels);
  if (!parser) return std::move(parser).error();
  auto entities = EntityRecogniser::load(*model, *kernels);
  if (!entities) return std::move(entities).error();
  auto annotator = WordAnnotator::compile(*model, tagger->tags(), parser->shared_labels());
  if (!annotator) return std::move(annotator).error();
  return std::unique_ptr<Language>(new Language(std::make_shared<const Model>(
      Model{model->digest(), model->known_release(), kernels, std::move(*tokenizer), std::move(*network),
            std::move(*tagger), std::move(*parser), std::move(*entities), std::move(*annotator)})));
}

std::size_t Language::check_sentence_examples(Diagnostics& diagnostics) const {
  Tokenizer::Scratch scratch;
  return sentences_.run_examples(
      [&](std::string_view text) {
        std::vector<LexToken> tokens;
        model_->tokenizer.tokenize(text, scratch, tokens);
        return tokens;
      },
      diagnostics);
}

std::vector<Analysis> Language::analyse(std::span<const Document* const> documents, SentenceMode mode,
                                        Scratch& scratch) const {
  std::vector<Analysis> out;
  out.reserve(documents.size());
  while (!documents.empty()) {
    std::size_t count = 1, bytes = documents.front()->content.size();
    while (count < documents.size() && bytes + documents[count]->content.size() <= kGroupBytes) {
      bytes += documents[count++]->content.size();
    }
    scratch.parts_->tokenizer.trim();
    Run(*this, mode, *scratch.parts_).analyse(documents.first(count), out);
    documents = documents.subspan(count);
  }
  return out;
}

Analysis Language::analyse(const Document& document, SentenceMode mode, Scratch& scratch) const {
  const Document* one = &document;
  return std::move(analyse(std::span(&one, 1), mode, scratch).front());
}

}  // namespace chancery
