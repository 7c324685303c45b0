// SPDX-License-Identifier: Apache-2.0
#include "base/file_system.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace chancery {
namespace {

namespace fs = std::filesystem;

Error unreadable(const std::string& path, std::string_view why) {
  return {ErrorCode::kInputUnreadable,
          "cannot read: " + std::string(why),
          {path},
          "check that it exists and may be read"};
}

Error too_large(const std::string& path) {
  return {
      ErrorCode::kInputTooLarge, "larger than the limit for one file", {path}, "split it into smaller files"};
}

class FileStream : public ByteStream {
 public:
  FileStream(std::string path, std::FILE* file, bool owned)
      : path_(std::move(path)), file_(file), owned_(owned) {}
  ~FileStream() override {
    if (owned_) std::fclose(file_);
  }
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;
  Result<std::size_t> read(char* to, std::size_t size) override {
    const std::size_t got = std::fread(to, 1, size, file_);
    if (got == 0 && std::ferror(file_)) return unreadable(path_, std::strerror(errno));
    return got;
  }

 private:
  std::string path_;
  std::FILE* file_;
  bool owned_;
};

class StringStream : public ByteStream {
 public:
  explicit StringStream(std::string bytes) : bytes_(std::move(bytes)) {}
  Result<std::size_t> read(char* to, std::size_t size) override {
    const std::size_t got = bytes_.copy(to, size, at_);
    at_ += got;
    return got;
  }

 private:
  std::string bytes_;
  std::size_t at_ = 0;
};

class Disk : public FileSystem {
 public:
  Result<std::string> read(const std::string& path, std::size_t limit) const override {
    std::error_code fault;
    if (fs::is_directory(path, fault)) return unreadable(path, "it is a folder");
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
    if (!file) return unreadable(path, std::strerror(errno));
    std::string out;
    const auto size = fs::file_size(path, fault);
    if (!fault && size <= limit) out.reserve(static_cast<std::size_t>(size));
    char buffer[1 << 16];
    while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, file.get())) {
      if (out.size() + got > limit) return too_large(path);
      out.append(buffer, got);
    }
    if (std::ferror(file.get())) return unreadable(path, std::strerror(errno));
    return out;
  }

  Result<std::unique_ptr<ByteStream>> open(const std::string& path) const override {
    std::error_code fault;
    if (fs::is_directory(path, fault)) return unreadable(path, "it is a folder");
    std::FILE* file = std::fopen(path.c_str(), "rb");
    if (file == nullptr) return unreadable(path, std::strerror(errno));
    return std::unique_ptr<ByteStream>(std::make_unique<FileStream>(path, file, true));
  }

  std::vector<std::string> list(const std::string& path, std::vector<Error>& errors) const override {
    std::vector<std::string> out;
    collect(path, errors, out);
    std::sort(out.begin(), out.end());
    return out;
  }

  bool is_folder(const std::string& path) const override {
    std::error_code fault;
    return fs::is_directory(path, fault);
  }
  bool exists(const std::string& path) const override {
    std::error_code fault;
    return fs::exists(path, fault);
  }

 private:
  static void collect(const std::string& path, std::vector<Error>& errors, std::vector<std::string>& out) {
    std::error_code fault;
    if (!fs::is_directory(path, fault)) {
      if (fs::exists(path, fault)) {
        out.push_back(path);
      } else {
        errors.push_back(unreadable(path, fault ? fault.message() : "no such file or folder"));
      }
      return;
    }
    fs::directory_iterator entries(path, fault);
    if (fault) {
      errors.push_back(unreadable(path, fault.message()));
      return;
    }
    for (; entries != fs::directory_iterator(); entries.increment(fault)) {
      if (fault) {
        errors.push_back(unreadable(path, fault.message()));
        return;
      }
      if (entries->path().filename().string().front() == '.') continue;
      // A link to a folder is not followed: it could lead in a circle.
      if (entries->is_symlink(fault) && entries->is_directory(fault)) continue;
      collect(entries->path().string(), errors, out);
    }
  }
};

bool under(const std::string& path, const std::string& folder) {
  return path.size() > folder.size() && path.starts_with(folder) &&
         (folder.ends_with('/') || path[folder.size()] == '/');
}

}  // namespace

const FileSystem& disk() {
  static const Disk instance;
  return instance;
}

std::unique_ptr<ByteStream> standard_input() { return std::make_unique<FileStream>("-", stdin, false); }

std::unique_ptr<ByteStream> stream_of(std::string bytes) {
  return std::make_unique<StringStream>(std::move(bytes));
}

Result<std::string> MemoryFiles::read(const std::string& path, std::size_t limit) const {
  const auto found = files_.find(path);
  if (found == files_.end()) return unreadable(path, "no such file");
  if (found->second.size() > limit) return too_large(path);
  return found->second;
}

Result<std::unique_ptr<ByteStream>> MemoryFiles::open(const std::string& path) const {
  const auto found = files_.find(path);
  if (found == files_.end()) return unreadable(path, "no such file");
  return stream_of(found->second);
}

std::vector<std::string> MemoryFiles::list(const std::string& path, std::vector<Error>& errors) const {
  if (files_.contains(path)) return {path};
  std::vector<std::string> out;
  for (const auto& [name, bytes] : files_) {
    if (under(name, path)) out.push_back(name);
  }
  if (out.empty()) errors.push_back(unreadable(path, "no such file or folder"));
  return out;
}

bool MemoryFiles::is_folder(const std::string& path) const {
  return std::any_of(files_.begin(), files_.end(), [&](const auto& file) { return under(file.first, path); });
}

bool MemoryFiles::exists(const std::string& path) const { return files_.contains(path) || is_folder(path); }

}  // namespace chancery
