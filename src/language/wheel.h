// Opens the language model: a wheel of spaCy's en_core_web_sm or its unpacked folder, checked and hashed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_system.h"
#include "base/result.h"

namespace chancery {

// The files of the model that the program reads, in memory (about 14 MB); needed only while the parts are
// compiled.
class ModelFiles {
 public:
  // `path`: a wheel, a folder that holds config.cfg, or a folder above either. Errors: model.missing (nothing
  // there), model.damaged (not a zip, truncated, wrong checksum, a file missing), model.unsupported (another
  // model, or settings we do not compute). Uses up to two threads of its own while it runs.
  static Result<ModelFiles> open(const FileSystem& files, const std::string& path);

  // Bytes of one of the files listed in wheel.cpp, by its path inside the model: "tagger/model".
  std::string_view file(std::string_view name) const;

  // "sha256:…" of the lines "<sha256 of a file>  <its path>\n" in path order: what `sha256sum` prints for the
  // files used, hashed once more. The same for a wheel and its unpacked copy.
  const std::string& digest() const { return digest_; }
  // The release whose files these are, "3.8.0"; empty when they are none that we know.
  std::string_view known_release() const;
  const std::string& path() const { return path_; }

 private:
  std::vector<std::string> contents_;  // in the order of the list in wheel.cpp
  std::string digest_;
  std::string path_;
};

// An error about the model file `path` with the usual hint.
Error model_damaged(const std::string& path, std::string message);
Error model_unsupported(const std::string& path, std::string message);

}  // namespace chancery
