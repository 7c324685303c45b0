// What all commands share: where data lie, reading in batches, answers in order.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <thread>
#include <utility>
#include <variant>

#include "commands.h"
#include "read/reader.h"

namespace chancery {
namespace {

// The first of the candidates that exists, seen from the program's own folder and up: build/release/chancery finds the
// checkout's data/, bin/chancery finds ../share/chancery/data.
std::string beside_program(std::initializer_list<std::string_view> candidates) {
  std::error_code fault;
  std::filesystem::path folder = std::filesystem::read_symlink("/proc/self/exe", fault).parent_path();
  for (int up = 0; up < 4 && !folder.empty(); ++up, folder = folder.parent_path()) {
    for (const std::string_view name : candidates) {
      if (std::filesystem::exists(folder / name, fault)) return (folder / name).string();
    }
  }
  return std::string(*candidates.begin());
}

class StandardInput : public ByteStream {
 public:
  Result<std::size_t> read(char* to, std::size_t size) override {
    const std::size_t got = std::fread(to, 1, size, stdin);
    if (got == 0 && std::ferror(stdin)) return Error{ErrorCode::kInputUnreadable, "cannot read standard input", {"-"}, {}};
    return got;
  }
};

InputFormat format_of(const CommonOptions& common) {
  return common.from == "jsonl" ? InputFormat::kJsonl : common.from == "text" ? InputFormat::kText : InputFormat::kAuto;
}

// Reads batches, hands them to threads, prints the answers in input order. A thread holds one batch; a finished one waits
// for its turn, so memory is bounded by the number of threads.
template <class Reader, class Record>
class Batches {
 public:
  using Work = std::function<std::string(const std::vector<Record>&)>;
  using Reject = std::function<std::string(const Rejection&)>;

  Batches(const CommonOptions& common, Work work, Reject reject)
      : common_(common),
        work_(std::move(work)),
        reject_(std::move(reject)),
        reader_(disk(), common.inputs.empty() ? std::vector<std::string>{"-"} : common.inputs,
                ReadOptions{format_of(common)}, std::make_unique<StandardInput>()) {}

  int run() {
    std::vector<std::thread> threads;
    for (unsigned i = 1; i < common_.threads; ++i) threads.emplace_back([this] { serve(); });
    serve();
    for (std::thread& thread : threads) thread.join();
    if (std::fflush(stdout) != 0) return fail({ErrorCode::kInternal, "cannot write standard output", {}, {}});
    if (rejected_ > 0) fmt::print(stderr, "chancery: {} rejected\n", rejected_);
    return rejected_ > 0 ? 3 : 0;
  }

 private:
  // Records in order, with the lines of rejected ones between them: before record i, or at the end.
  struct Batch {
    std::size_t number = 0;
    std::vector<Record> records;
    std::vector<std::pair<std::size_t, std::string>> rejections;
  };

  bool next(Batch& batch) {
    const std::lock_guard lock(reading_);
    constexpr std::size_t kBatchBytes = 256 << 10;
    std::size_t bytes = 0;
    while (batch.records.size() < common_.batch && bytes < kBatchBytes) {
      auto item = reader_.next();
      if (!item) break;
      if (auto* rejection = std::get_if<Rejection>(&*item)) {
        ++rejected_;
        fmt::print(stderr, "{}\n", format_error(rejection->error));
        if (reject_) batch.rejections.emplace_back(batch.records.size(), reject_(*rejection) + "\n");
        continue;
      }
      Record& record = std::get<Record>(*item);
      bytes += size_of(record);
      for (const Error& warning : warnings_of(record)) {
        fmt::print(stderr, "{}\n", format_error(warning));
        if (exit_code_of(warning.code) != 0) ++rejected_;  // a part of it is lost: the rest of a cut-off file
      }
      batch.records.push_back(std::move(record));
    }
    batch.number = read_++;
    return !batch.records.empty() || !batch.rejections.empty();
  }

  void serve() {
    while (true) {
      Batch batch;
      const bool any = next(batch);
      std::string out = any ? answer(batch) : std::string();
      std::unique_lock lock(writing_);
      turn_.wait(lock, [&] { return written_ == batch.number; });
      std::fwrite(out.data(), 1, out.size(), stdout);
      ++written_;
      turn_.notify_all();
      if (!any) return;
    }
  }

  std::string answer(const Batch& batch) {
    std::string out;
    std::size_t done = 0;
    const auto until = [&](std::size_t end) {
      if (end == done) return;
      if (done == 0 && end == batch.records.size()) {
        out += work_(batch.records);
      } else {
        out += work_({batch.records.begin() + static_cast<std::ptrdiff_t>(done), batch.records.begin() + static_cast<std::ptrdiff_t>(end)});
      }
      done = end;
    };
    for (const auto& [before, line] : batch.rejections) {
      until(before);
      out += line;
    }
    until(batch.records.size());
    return out;
  }

  static std::size_t size_of(const Source& source) { return source.text.size(); }
  static std::size_t size_of(const JsonRecord&) { return 1 << 10; }
  static const std::vector<Error>& warnings_of(const Source& source) { return source.warnings; }
  static const std::vector<Error>& warnings_of(const JsonRecord& record) { return record.warnings(); }

  const CommonOptions& common_;
  Work work_;
  Reject reject_;
  std::mutex reading_, writing_;
  std::condition_variable turn_;
  Reader reader_;
  std::size_t read_ = 0, written_ = 0, rejected_ = 0;
};

}  // namespace

int fail(const Error& error) {
  fmt::print(stderr, "chancery: {}\n", format_error(error));
  const int code = exit_code_of(error.code);
  return code == 0 ? 1 : code;
}

EngineOptions engine_options(const CommonOptions& common) {
  EngineOptions options{common.rules, {}, common.model, common.simd};
  // An imported rulebook holds a dictionary alone; language, dates and the rest come from the rules beside the program.
  if (!options.rules.empty() && disk().is_folder(options.rules + "/dictionary")) options.dictionary = std::exchange(options.rules, std::string());
  if (options.rules.empty()) options.rules = beside_program({"data", "share/chancery/data"});
  if (options.model.empty()) {
    const char* given = std::getenv("CHANCERY_MODEL");
    options.model = given != nullptr && *given != '\0' ? given : beside_program({"var/model", "share/chancery/model"});
  }
  return options;
}

std::unique_ptr<const Engine> load_engine(const CommonOptions& common, int& exit_code) {
  Diagnostics diagnostics;
  auto engine = Engine::load(disk(), engine_options(common), diagnostics);
  if (engine) return std::move(*engine);
  if (diagnostics.empty()) {
    exit_code = fail(engine.error());
  } else {
    for (const Error& error : diagnostics.sorted()) exit_code = fail(error);
  }
  return nullptr;
}

Result<CodeOptions> code_options(const CommonOptions& common) {
  CodeOptions options;
  if (common.date.empty()) return options;
  options.date = parse_iso_instant(common.date);
  if (!options.date) {
    return Error{ErrorCode::kUsage, "--date " + common.date + " is no ISO date that exists", {}, "write it as 2022-02-06 or 2022-02-06T19:25Z"};
  }
  return options;
}

OffsetUnit offset_unit(const CommonOptions& common) {
  return common.offsets == "chars" ? OffsetUnit::kCodePoints : OffsetUnit::kBytes;
}

bool stdout_is_terminal() { return isatty(STDOUT_FILENO) != 0; }

int terminal_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 160;
}

bool color_wanted() {
  const char* no_color = std::getenv("NO_COLOR");
  return stdout_is_terminal() && (no_color == nullptr || *no_color == '\0');
}

int for_each_batch(const CommonOptions& common, const std::function<std::string(const std::vector<Source>&)>& work,
                   const std::function<std::string(const Rejection&)>& reject) {
  return Batches<SourceReader, Source>(common, work, reject).run();
}

int for_each_record(const CommonOptions& common, const std::function<Result<std::string>(const JsonRecord&)>& work,
                    const std::function<std::string(const Rejection&)>& reject) {
  std::atomic<int> rejected{0};
  const int exit_code = Batches<RecordReader, JsonRecord>(
      common,
      [&](const std::vector<JsonRecord>& records) {
        std::string out;
        for (const JsonRecord& record : records) {
          const Result<std::string> line = work(record);
          if (line) {
            out += *line;
            continue;
          }
          ++rejected;
          fmt::print(stderr, "{}\n", format_error(line.error()));
          out += reject({record.id(), line.error()}) + "\n";
        }
        return out;
      },
      reject).run();
  return exit_code == 0 && rejected > 0 ? 3 : exit_code;
}

}  // namespace chancery
