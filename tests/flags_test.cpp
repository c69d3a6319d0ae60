// Flags of compile commands -> what Clang's driver is given: what is kept, what is dropped, what is told.
#include "frontend/read/flags.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "frontend/read/allowed_flags.h"
#include "temporary_folder.h"

namespace awaitlint {
namespace {

using Words = std::vector<std::string>;

DriverArguments arguments_for(Words argv) {
    auto arguments = driver_arguments({"/src", "/src/a.cpp", std::move(argv), {}}, false);
    if (arguments) return *arguments;
    ADD_FAILURE() << llvm::toString(arguments.takeError());
    return {};
}

/// What is left of the flags between those that every unit gets.
Words rebuilt(Words argv) {
    const Words all = arguments_for(std::move(argv)).argv;
    const auto end = std::find_if(all.begin(), all.end(),
                                  [](const std::string& word) { return word == "-w" || word == "/clang:-w"; });
    return {all.begin() + 2, end};
}

Words with(const std::string& compiler, const Words& flags) {
    Words argv = {compiler};
    argv.insert(argv.end(), flags.begin(), flags.end());
    return argv;
}

std::string why_refused(Words argv) {
    auto arguments = driver_arguments({"/src", "/src/a.cpp", std::move(argv), {}}, false);
    if (arguments) return "";
    return llvm::toString(arguments.takeError());
}

TEST(AllowedFlags, NameOptionsThatClangHas) {
    EXPECT_EQ(unknown_spellings(), Words{});
}

TEST(Flags, KeepWhatParsingDependsOn) {
    for (const Words& flags : std::vector<Words>{
             {"-std=c++20", "-stdlib=libc++", "--sysroot=/s", "-isysroot", "/s", "--gcc-toolchain=/g"},
             {"--gcc-install-dir=/g", "--target=aarch64-linux-gnu", "-arch", "arm64"},
             {"-I", "i", "-iquote", "q", "-isystem", "s", "-idirafter", "d", "-iframework", "f", "-Ff"},
             {"-include", "a.h", "-imacros", "b.h", "-nostdinc", "-nostdinc++", "-nostdlibinc", "-undef"},
             {"-D", "A=b c", "-U", "B"},
             {"-fno-exceptions", "-fno-rtti", "-fchar8_t", "-fms-extensions", "-fcoroutines", "-fmodules",
              "-funsigned-char"},
             {"-fsanitize=address,undefined", "-fopenmp", "-pthread", "-O2", "-fPIC", "-fshort-enums"},
             {"-mavx2", "-m32", "-march=x86-64-v3", "-mtune=generic", "-mfpmath=sse", "-mlong-double-64"},
             {"-march=native", "-mtune=native"},
             {"-ivfsoverlay", "o.yaml", "-fmodule-file=m=m.pcm", "-fmodule-map-file=m", "-fprebuilt-module-path=p"},
             {"-fvisibility=hidden", "-ftemplate-depth=2000", "-fconstexpr-steps=5000000", "-x", "c++"}}) {
        EXPECT_EQ(rebuilt(with("clang++", flags)), flags);
        EXPECT_EQ(arguments_for(with("clang++", flags)).remarks, Words{});
    }
}

TEST(Flags, DropWhatIsAboutOutputInSilence) {
    const Words flags = {"-o",
                         "a.o",
                         "-c",
                         "-MD",
                         "-MF",
                         "a.d",
                         "-MT",
                         "a.o",
                         "-g3",
                         "-gdwarf-5",
                         "-Wall",
                         "-Wextra",
                         "-Werror",
                         "-pedantic",
                         "-pipe",
                         "-Wl,-rpath,x",
                         "-Wa,-x",
                         "-lm",
                         "-L",
                         "l",
                         "-save-temps=obj",
                         "--coverage",
                         "-fdiagnostics-color=always",
                         "-flto-jobs=4",
                         "-fuse-ld=lld",
                         "-w",
                         "a.cpp"};
    const DriverArguments arguments = arguments_for(with("g++", flags));
    EXPECT_EQ(rebuilt(with("g++", flags)), Words{});
    EXPECT_EQ(arguments.remarks, Words{"dropped 1 flag that an analysis does not follow: -save-temps=obj"});
}

TEST(Flags, TellWhatIsDroppedOtherwise) {
    EXPECT_EQ(arguments_for(
                  {"clang++", "-fplugin=x.so", "-mllvm", "-stats", "-include-pch", "p", "-fdelayed-template-parsing"})
                  .remarks,
              Words{"dropped 4 flags that an analysis does not follow: -fdelayed-template-parsing -fplugin=x.so "
                    "-include-pch p -mllvm -stats"});
    EXPECT_EQ(arguments_for({"g++", "-fconcepts-diagnostics-depth=3", "-fno-such-flag"}).remarks,
              Words{"dropped 2 flags that Clang does not know: -fconcepts-diagnostics-depth=3 -fno-such-flag"});
    Words many = {"clang++"};
    for (int i = 0; i < 20; ++i) many.push_back("-fplugin=" + std::string(200, 'x') + std::to_string(i));
    const Words remarks = arguments_for(many).remarks;
    ASSERT_EQ(remarks.size(), 1U);
    EXPECT_TRUE(remarks[0].starts_with("dropped 20 flags")) << remarks[0];
    EXPECT_TRUE(remarks[0].ends_with("... and 8 more")) << remarks[0];
    EXPECT_LT(remarks[0].size(), 2000U);
}

TEST(Flags, UnwrapWhatTheyHandOn) {
    EXPECT_EQ(rebuilt({"g++", "-Wp,-U_A,-D_A=2", "-Xpreprocessor", "-DB", "-DC"}),
              (Words{"-D", "C", "-U", "_A", "-D", "_A=2", "-D", "B"}));
    EXPECT_EQ(rebuilt({"g++", "-Wp,-MD,a.d", "-Wp,-remap-file,a;b"}), Words{});
    EXPECT_EQ(rebuilt({"clang++", "-Xclang", "-include", "-Xclang", "cmake_pch.hxx", "-Xclang", "-emit-pch"}),
              (Words{"-include", "cmake_pch.hxx"}));
    EXPECT_EQ(rebuilt({"clang++", "-Xclang", "-fno-wchar"}), (Words{"-Xclang", "-fno-wchar"}));
    EXPECT_EQ(rebuilt({"clang++", "-Xarch_host", "-DA", "-Xarch_device", "-DB"}), (Words{"-D", "A"}));
    EXPECT_EQ(rebuilt({"clang-cl", "/clang:-isystem", "/clang:x", "/clang:-MJx"}),
              (Words{"/clang:-isystem", "/clang:x"}));
}

TEST(Flags, OfClKeepTheirSpelling) {
    const Words flags = {"/std:c++20",      "/Ii",  "/DA",  "/FIf.h",       "/imsvc", "s",      "/external:Ie", "/EHsc",
                         "/Zc:__cplusplus", "/GR-", "/MDd", "/permissive-", "/TP",    "/openmp"};
    const Words kept = rebuilt(with("C:\\VS\\cl.exe", flags));
    for (const char* flag : {"/std:c++20", "/MDd", "/GR-", "/permissive-", "/TP", "/EHsc", "/openmp"})
        EXPECT_TRUE(std::find(kept.begin(), kept.end(), flag) != kept.end()) << flag << testing::PrintToString(kept);
    EXPECT_EQ(rebuilt({"cl", "/Yupre.h", "/Fppre.pch", "/Foa.obj", "/W4", "/nologo"}), Words{});
    EXPECT_EQ(arguments_for({"cl", "/Yupre.h", "/W4"}).remarks,
              Words{"the precompiled header of '/Yupre.h' is replaced by its source"});
    EXPECT_EQ(rebuilt({"cl", "/Tpa.cpp"}), Words{"/TP"});
}

TEST(Flags, AreBounded) {
    const DriverArguments arguments =
        arguments_for({"clang++", "-fconstexpr-steps=4294967295", "-fbracket-depth=99999999999999999999"});
    EXPECT_EQ(rebuilt({"clang++", "-fconstexpr-steps=4294967295", "-fbracket-depth=99999999999999999999"}),
              (Words{"-fconstexpr-steps=100000000", "-fbracket-depth=2048"}));
    EXPECT_EQ(arguments.remarks, (Words{"'-fconstexpr-steps=4294967295' is more than is given: 100000000",
                                        "'-fbracket-depth=99999999999999999999' is more than is given: 2048"}));
}

TEST(Flags, AskForNoProcessorButTheHosts) {
    EXPECT_EQ(rebuilt({"clang++", "--target=arm-none-eabi", "-mcpu=native"}), Words{"--target=arm-none-eabi"});
    EXPECT_EQ(rebuilt({"clang++", "-mcpu=help", "-march=?"}), Words{});
    for (const Words& argv : std::vector<Words>{{"clang++", "--target=amdgcn-amd-amdhsa"},
                                                {"clang++", "-target", "nvptx64-nvidia-cuda"},
                                                {"/opt/bin/amdgcn-amd-amdhsa-clang++"},
                                                {"clang++", "--target=spirv64"}})
        EXPECT_TRUE(why_refused(argv).find("not for GPUs") != std::string::npos) << argv.back();
}

TEST(Flags, GiveTheDriverNoFolderWithPrograms) {
    EXPECT_EQ(arguments_for({"/opt/llvm/bin/clang++"}).argv[0], "/dev/null/opt/llvm/bin/clang++");
    EXPECT_EQ(arguments_for({"bin/aarch64-linux-gnu-g++"}).argv[0], "/dev/null/src/bin/aarch64-linux-gnu-g++");
    EXPECT_EQ(arguments_for({"clang++"}).argv[0], "/dev/null/clang++");
    EXPECT_EQ(arguments_for({"C:\\VS\\CL.EXE"}).argv[0], "/dev/null/cl");
    EXPECT_EQ(arguments_for({"C:\\VS\\CL.EXE"}).argv[1], "--driver-mode=cl");
    EXPECT_EQ(arguments_for({"clang-cl-22"}).argv[1], "--driver-mode=cl");
    EXPECT_EQ(arguments_for({"clang-cpp"}).argv[1], "--driver-mode=gcc");
    EXPECT_EQ(arguments_for({"clang", "--driver-mode=g++", "--driver-mode=flang"}).argv[1], "--driver-mode=g++");
}

TEST(Flags, FollowTheTargetInTheCompilersName) {
    const auto target_of = [](const Words& argv) {
        for (const std::string& word : arguments_for(argv).argv)
            if (word.starts_with("--target=")) return word.substr(9);
        return std::string();
    };
    EXPECT_EQ(target_of({"aarch64-linux-gnu-g++"}), "aarch64-linux-gnu");
    EXPECT_EQ(target_of({"/opt/x/bin/arm-none-eabi-g++-12.2"}), "arm-none-eabi");
    EXPECT_EQ(target_of({"aarch64-linux-android21-clang++"}), "aarch64-linux-android21");
    EXPECT_EQ(target_of({"x86_64-w64-mingw32-g++.exe"}), "x86_64-w64-mingw32");
    EXPECT_EQ(target_of({"em++"}), "wasm32-unknown-emscripten");
    EXPECT_EQ(target_of({"riscv64-linux-gnu-g++", "--target=aarch64-linux-gnu"}), "aarch64-linux-gnu");
    for (const char* host : {"g++-12", "clang++-22", "clang-cl", "c++", "my-clang++", "x86_64-linux-gnu-g++"})
        EXPECT_EQ(arguments_for({host}).remarks, Words{}) << host;
    EXPECT_EQ(target_of({"my-clang++"}), "");
    EXPECT_EQ(arguments_for({"aarch64-linux-gnu-g++"}).remarks,
              Words{"analysed for 'aarch64-linux-gnu', the target in the name of its compiler"});
}

TEST(Flags, ThatAskForCoroutinesAskForCpp20) {
    const auto last = [](const Words& argv) { return rebuilt(argv).back(); };
    EXPECT_EQ(last({"g++", "-fcoroutines"}), "-std=gnu++20");
    EXPECT_EQ(last({"g++", "-std=c++17", "-fcoroutines"}), "-std=c++20");
    EXPECT_EQ(last({"g++", "-fcoroutines", "-std=gnu++1z"}), "-std=gnu++20");
    EXPECT_EQ(last({"clang++", "-fcoroutines-ts", "-std=c++2a"}), "-std=c++2a");
    EXPECT_EQ(last({"clang++", "-fcoroutines", "-std=c++17"}), "-std=c++20");
    EXPECT_EQ(last({"clang++", "-fcoroutines"}), "-fcoroutines") << "Clang's own standard is what the unit has";
    EXPECT_EQ(last({"g++", "-std=c++23", "-fcoroutines"}), "-fcoroutines");
    EXPECT_EQ(last({"g++", "-std=c++17", "-fcoroutines", "-fno-coroutines"}), "-fno-coroutines");
    EXPECT_EQ(last({"cl", "/std:c++17", "/await"}), "/std:c++20");
    EXPECT_EQ(arguments_for({"g++", "-std=c++17", "-fcoroutines"}).remarks,
              Words{"its command asks for coroutines in 'c++17': it is analysed as C++20, to which they belong"});
}

TEST(Flags, ReplacePrecompiledHeadersByTheirSource) {
    const TemporaryFolder folder;
    folder.write("pre.h", "");
    folder.write("all.hxx", "");
    const auto made = [&](Words argv) {
        auto arguments = driver_arguments({folder.path(), folder.path("a.cpp"), std::move(argv), {}}, false);
        if (arguments) return *arguments;
        ADD_FAILURE() << llvm::toString(arguments.takeError());
        return DriverArguments{};
    };
    const auto includes = [&](const Words& argv, const std::string& header) {
        const Words all = made(argv).argv;
        const auto at = std::find(all.begin(), all.end(), "-include");
        EXPECT_TRUE(at != all.end() && *(at + 1) == header) << testing::PrintToString(all);
        EXPECT_EQ(std::count(all.begin(), all.end(), "-include"), 1) << testing::PrintToString(all);
    };
    includes({"clang++", "-include-pch", "pre.h.pch"}, folder.path("pre.h"));
    includes({"clang++", "-include-pch", "pre.pch"}, folder.path("pre.h"));
    includes({"clang++", "-Xclang", "-include-pch", "-Xclang", folder.path("all.pch")}, folder.path("all.hxx"));
    includes({"clang++", "-Xclang", "-include-pch", "-Xclang", "x.hxx.pch", "-Xclang", "-include", "-Xclang", "x.hxx"},
             "x.hxx");
    includes({"clang++", "-include-pch", folder.path("x.hxx.pch"), "-include", "x.hxx"}, "x.hxx");
    EXPECT_EQ(made({"clang++", "-include-pch", "pre.pch"}).remarks,
              Words{"the precompiled header of 'pre.pch' is replaced by its source"});
    EXPECT_EQ(made({"clang++", "-include-pch", "pre.pch"}).lacks, "");
    EXPECT_TRUE(made({"clang++", "-include-pch", "gone.pch"})
                    .lacks.starts_with("the unit rests on the precompiled header 'gone.pch'"));
}

}  // namespace
}  // namespace awaitlint
