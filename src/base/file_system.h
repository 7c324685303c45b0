// The disk as an interface, so tests need no disk.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace chancery {

// Bytes one after the other. One thread at a time.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  // Up to `size` bytes into `to`; 0 only at the end. Errors: input.unreadable.
  virtual Result<std::size_t> read(char* to, std::size_t size) = 0;
};

// Thread-safe for reading. Paths are as the caller gives them, '/' between parts.
class FileSystem {
 public:
  virtual ~FileSystem() = default;
  // Whole file. Errors: input.unreadable, input.too-large (more than `limit` bytes).
  virtual Result<std::string> read(const std::string& path, std::size_t limit = std::size_t{1} << 31) const = 0;
  // The same piece by piece, for what may be larger than memory. Errors: input.unreadable.
  virtual Result<std::unique_ptr<ByteStream>> open(const std::string& path) const = 0;
  // Paths of the files under a folder, recursive, sorted by bytes, hidden entries left out; what cannot be
  // listed is reported in `errors` and left out. A file's own path for a file.
  virtual std::vector<std::string> list(const std::string& path, std::vector<Error>& errors) const = 0;
  virtual bool is_folder(const std::string& path) const = 0;
  virtual bool exists(const std::string& path) const = 0;
};

// The real one. Never null, lives for the whole program.
const FileSystem& disk();

// Standard input. Errors name it "-".
std::unique_ptr<ByteStream> standard_input();

// The bytes of a string, for tests and for what is in memory anyway.
std::unique_ptr<ByteStream> stream_of(std::string bytes);

// Files in memory, for tests.
class MemoryFiles : public FileSystem {
 public:
  explicit MemoryFiles(std::map<std::string, std::string> files) : files_(std::move(files)) {}
  Result<std::string> read(const std::string& path, std::size_t limit) const override;
  Result<std::unique_ptr<ByteStream>> open(const std::string& path) const override;
  std::vector<std::string> list(const std::string& path, std::vector<Error>& errors) const override;
  bool is_folder(const std::string& path) const override;
  bool exists(const std::string& path) const override;

 private:
  std::map<std::string, std::string> files_;
};

}  // namespace chancery
