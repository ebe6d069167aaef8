// SPDX-License-Identifier: Apache-2.0
// Runs the built command as a user would, in a folder of its own.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "support/catch.hpp"
#include "support/stage.hpp"

namespace pipeline::test {

struct Ran {
  int status = 0;
  std::string out, err;
};

// A fresh folder, gone with its scope.
class Workplace {
 public:
  explicit Workplace(const std::string& name)
      : path_(std::filesystem::temp_directory_path() /
              ("pipeline_" + name + std::to_string(getpid()))) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Workplace() {
    std::error_code none;
    std::filesystem::remove_all(path_, none);
  }
  Workplace(const Workplace&) = delete;

  // `arguments` go through the shell; `pipeline` is the built binary, its plugins and the tests'
  // own.
  Ran run(const std::string& arguments) const {
    return shell("NO_COLOR=1 HOME=. '" TEST_PIPELINE "' " + arguments);
  }
  // Any line of shell.
  Ran shell(const std::string& line) const {
    const std::string command =
        "cd '" + path_.string() + "' && ( " + line + " ) >.out 2>.err; exit $?";
    const int status = std::system(command.c_str());
    const Ran ran{WIFEXITED(status) ? WEXITSTATUS(status) : -1,
                  read_file((path_ / ".out").string()), read_file((path_ / ".err").string())};
    UNSCOPED_INFO(line << "\n" << ran.err);
    return ran;
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  std::string read(const std::string& name) const { return read_file((path_ / name).string()); }
  bool has(const std::string& name) const { return std::filesystem::exists(path_ / name); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// A small picture as binary PPM: rings and stripes, flat areas and soft ones.
inline std::string small_picture(int width = 64, int height = 48) {
  std::string text = "P6 " + std::to_string(width) + " " + std::to_string(height) + " 255\n";
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int dx = x - width / 3, dy = y - height / 2;
      const bool disc = dx * dx + dy * dy < height * height / 9;
      const bool stripe = x > width * 2 / 3 && (y / 6) % 2 == 0;
      text += static_cast<char>(disc ? 220 : stripe ? 30 : 90);
      text += static_cast<char>(disc ? 60 : stripe ? 90 : 120 + y);
      text += static_cast<char>(disc ? 40 : stripe ? 200 : 140);
    }
  }
  return text;
}

}  // namespace pipeline::test
