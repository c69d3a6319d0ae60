// See allowed_flags.h. Groups of Clang's table decide where they say enough; single options are listed by their
// spelling, which stands before any group. A flag of the -f or -m group that takes no value names no file and no
// program, so these are kept wholesale; what takes a value is listed.
#include "frontend/read/allowed_flags.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "clang/Options/Options.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Option/OptTable.h"

namespace awaitlint {
namespace {

namespace options = clang::options;

constexpr llvm::StringLiteral kept_flags = R"(
-I -I- -D -U -undef -F -iquote -isystem -idirafter -isystem-after -cxx-isystem -c-isystem -objc-isystem -objcxx-isystem
-internal-isystem -internal-externc-isystem -internal-iframework -iframework -iframeworkwithsysroot -imacros -include
-iprefix -iwithprefix -iwithprefixbefore -iwithsysroot -isysroot -stdlib++-isystem -ibuiltininc -nobuiltininc -nostdinc
-nostdinc++ -nostdlibinc -nostdsysteminc -ivfsoverlay -vfsoverlay --system-header-prefix= --no-system-header-prefix=
--embed-dir= -working-directory

-std= -ansi -x -stdlib= --target= -arch --sysroot= --gcc-toolchain= --gcc-install-dir= --gcc-triple= --driver-mode=
-darwin-target-variant -mtvos-simulator-version-min= -m3dnow -m3dnowa -mno-3dnow -mno-3dnowa -target-feature -pthread
-pthreads -no-pthread -faligned-new= -fcheck-new -fno-check-new -ffinite-math-only -fno-finite-math-only
-fcx-limited-range -fno-cx-limited-range -fno-unsigned-char -static-libclosure -traditional-cpp -fsystem-module

-faltivec-src-compat= -fapinotes-swift-version= -fbracket-depth= -fc++-abi= -fc++-static-destructors= -fcf-protection=
-fclang-abi-compat= -fconstant-string-class= -fconstexpr-depth= -fconstexpr-steps= -fexcess-precision= -fexec-charset=
-fexperimental-max-bitint-width= -fbfloat16-excess-precision= -ffloat16-excess-precision= -ffile-prefix-map=
-fmacro-prefix-map= -finput-charset= -ffp-contract= -ffp-eval-method= -ffp-exception-behavior= -ffp-model= -fgnuc-version=
-flax-vector-conversions= -flto= -fmax-type-align= -fms-compatibility-version= -fmsc-version= -fms-memptr-rep=
-fms-runtime-lib= -fms-omit-default-lib -vtordisp-mode= -fnew-alignment= -fno-builtin- -fobjc-abi-version=
-fobjc-nonfragile-abi-version= -fobjc-runtime= -fopenmp= -fopenmp-version= -foperator-arrow-depth= -fpack-struct=
-fsanitize= -fno-sanitize= -fsanitize-trap= -fno-sanitize-trap= -fsanitize-recover= -fno-sanitize-recover=
-fstrict-flex-arrays= -ftemplate-depth= -fvisibility= -fwchar-type= -fno-wchar -fsigned-wchar -fno-signed-wchar
-fconst-strings -fno-const-strings -fdeprecated-macro -fno-deprecated-macro -fno-bitfield-type-align

-fmodule-file= -fprebuilt-module-path= -fmodule-map-file= -fmodule-name= -fmodules-ignore-macro=
-fmodules-local-submodule-visibility -fmodules-disable-diagnostic-validation -fmodules-validate-system-headers
-fno-modules-validate-system-headers

/arch: /arm64EC /EH /Gd /GR /GR- /Gr /Gregcall /Gregcall4 /Gv /GX /GX- /Gz /imsvc /external:env: /kernel /LD /LDd /MD
/MDd /MT /MTd /O /permissive /permissive- /std: /TC /TP /Tc /Tp /vctoolsdir /vctoolsversion /vmb /vmg /vmm /vms /vmv
/winsdkdir /winsdkversion /winsysroot /Za /Ze /Zc: /Zc:dllexportInlines /Zc:dllexportInlines- /Zc:wchar_t /Zc:wchar_t-
)";

constexpr llvm::StringLiteral idle_flags = R"(
-o -c -S -E -emit-llvm -emit-ast -fsyntax-only -w -pipe -p -pg -v -time -H -P -C -CC -Q -Qn -Qy -Qunused-arguments -Wa,
-Xassembler -Xclangas -Xcuda-fatbinary -Xcuda-ptxas -Xanalyzer --param -resource-dir -canonical-prefixes
-no-canonical-prefixes -pass-exit-codes --start-no-unused-arguments --end-no-unused-arguments --no-default-config
-Wlarge-by-value-copy= -Wlarge-by-value-copy -Wsystem-headers-in-module= -- --rsp-quoting= -fmodules-cache-path=
-fmodules-prune-after= -fmodules-prune-interval= -fbuild-session-timestamp= -fmodules-validate-once-per-build-session
-fmodules-force-validate-user-headers -fno-modules-force-validate-user-headers -dumpdir -object-file-name=

-framework -lazy_framework -reexport_framework -weak_framework -dynamiclib -bundle -bundle_loader -install_name
-current_version -compatibility_version -ObjC -ObjC++ -all_load -force_load -headerpad_max_install_names -dead_strip
-exported_symbols_list -unexported_symbols_list -flat_namespace -twolevel_namespace -single_module -read_only_relocs
-static-libgcc -static-libstdc++ -static-libsan -static-openmp -shared-libgcc -shared-libsan -rtlib= -unwindlib=
-frtlib-add-rpath -fno-rtlib-add-rpath -nodefaultlibs -nolibc -nostdlib++ -nopie -noprofilelib --no-undefined -dynamic
-fuse-ld= -flto-jobs= -flto-partitions= -foffload-lto= -fthinlto-index= -fthinlto-distributor= -fno-lto -funified-lto
-fno-unified-lto -fsplit-lto-unit -fno-split-lto-unit -fembed-bitcode= -fmodules-reduced-bmi
-fno-modules-reduced-bmi

-falign-functions= -falign-loops= -falloc-token-max= -fallow-runtime-check-skip-hot-cutoff= -fbasic-block-sections=
-fbinutils-version= -fcaret-diagnostics-max-lines= -fcf-runtime-abi= -fcodegen-data-generate= -fcodegen-data-use=
-fcomplex-arithmetic= -complex-range= -fconstexpr-backtrace-limit= -fcoverage-compilation-dir= -fcoverage-prefix-map=
-fcs-profile-generate= -fdebug-compilation-dir= -fdebug-default-version= -fdebug-prefix-map= -fdenormal-fp-math=
-fdenormal-fp-math-f32= -fdiagnostics-color= -fdiagnostics-format= -fdiagnostics-hotness-threshold=
-fdiagnostics-misexpect-tolerance= -fdiagnostics-show-category= -femit-dwarf-unwind= -ferror-limit=
-fextend-arguments= -fextend-variable-liveness= -ffile-compilation-dir= -finline-max-stacksize= -flimited-precision=
-fmacro-backtrace-limit= -fmatrix-memory-layout= -fmax-tokens= -fmemory-profile-use= -fmemory-profile= -fmessage-length=
-fno-sanitize-annotate-debug-info= -fno-sanitize-merge= -foptimization-record-passes= -fpatchable-function-entry=
-fprofile-dir= -fprofile-exclude-files= -fprofile-filter-files= -fprofile-function-groups=
-fprofile-generate-cold-function-coverage= -fprofile-generate= -fprofile-instr-generate= -fprofile-instr-use=
-fprofile-list= -fprofile-remapping-file= -fprofile-sample-use= -fprofile-selected-function-group= -fprofile-update=
-fprofile-use= -fprofile-arcs -ftest-coverage -fprofile-generate -fprofile-instr-generate -fprofile-instr-use
-fcs-profile-generate -fcreate-profile -fcoverage-mapping -fcoverage-mcdc -fprofile-continuous
-fprofile-generate-cold-function-coverage -ftemporal-profile -fdebug-info-for-profiling -fpseudo-probe-for-profiling
-fsanitize-address-destructor= -fsanitize-address-field-padding= -fsanitize-address-use-after-return=
-fsanitize-annotate-debug-info= -fsanitize-debug-trap-reasons= -fsanitize-hwaddress-abi= -fsanitize-ignorelist=
-fsanitize-system-ignorelist= -fsanitize-kcfi-hash= -fsanitize-memory-track-origins= -fsanitize-memtag-mode=
-fsanitize-merge= -fsanitize-skip-hot-cutoff= -fsanitize-undefined-ignore-overflow-pattern=
-fsanitize-undefined-strip-path-components= -fexperimental-sanitize-metadata= -fno-experimental-sanitize-metadata=
-fexperimental-sanitize-metadata-ignorelist= -fshow-overloads= -fspell-checking-limit= -fswift-async-fp=
-fsymbol-partition= -ftabstop= -ftemplate-backtrace-limit= -ftime-trace-granularity= -ftime-trace-verbose -ftls-model=
-ftrap-function= -ftrapv-handler= -ftrapv-handler -ftrivial-auto-var-init-max-size= -ftrivial-auto-var-init-stop-after=
-ftrivial-auto-var-init= -funique-source-file-identifier= -funique-source-file-names -fno-unique-source-file-names
-fuse-lipo= -fveclib= -fvisibility-dllexport= -fvisibility-externs-dllimport= -fvisibility-externs-nodllstorageclass=
-fvisibility-global-new-delete= -fvisibility-nodllstorageclass= -fwinx64-eh-unwindv2= -fxray-always-instrument=
-fxray-attr-list= -fxray-function-groups= -fxray-instruction-threshold= -fxray-instrumentation-bundle= -fxray-modes=
-fxray-never-instrument= -fxray-selected-function-group= -fzero-call-used-regs= -fpch-codegen -fpch-debuginfo
-fpch-instantiate-templates -fno-pch-instantiate-templates -fpch-preprocess -fpch-validate-input-files-content
-fno-pch-timestamp -fno-validate-pch -ftime-report -ftime-report= -ftime-report-json -fstack-usage -ftype-visibility=
-fno-temp-file -fexternc-nounwind -disable-llvm-passes -disable-O0-optnone -disable-free -fdebug-pass-structure
-fdebug-pass-arguments -fintegrated-cc1 -fno-integrated-cc1 -mlinker-version= -moslib=

/Bt /Bt+ /constexpr: /d1 /d2 /d2epilogunwind /d2epilogunwindrequirev2 /diagnostics:caret /diagnostics:classic
/diagnostics:column /diasdkdir /doc /dynamicdeopt /EP /external: /FA /Fa /Fe /Fi /Fm /Fo /Fp /FR /Fr /Fx /F /favor
/funcoverride: /fno-sanitize-address-vcasan-lib /fsanitize-address-use-after-return /G1 /G2 /Ge /GH /Gh /GL /GL- /Gm /Gm-
/GS /GS- /GT /guard: /GZ /H /homeparams /link /LN /MP /o /P /Qfast_transcendentals /QIfist /Qimprecise_fwaits /Qpar
/Qpar-report /Qsafe_fp_loads /Qspectre /Qspectre-load /Qspectre-load-cf /Qvec-report /showFilenames /showFilenames-
/showIncludes /showIncludes:user /sourceDependencies /sourceDependencies:directives /u /V /vlen /vlen=256 /vlen=512 /wd
/WL /Wp64 /Y- /Yd /Yl /Zg /ZI
)";

/// Of groups that are kept or idle otherwise.
constexpr llvm::StringLiteral dropped_flags = R"(
-MJ -fmodules-user-build-path -fbuild-session-file= -fdelayed-template-parsing -fincremental-extensions
-fdirectives-only -fminimize-whitespace -fkeep-system-includes -frewrite-includes -frewrite-imports
-fexperimental-new-constant-interpreter -fmodule-header -fmodule-header= -fmodules-single-module-parse-mode
-fmodule-file-deps -fclangir -fsave-optimization-record -fsave-optimization-record= -ftime-trace -ftime-trace=
-fproc-stat-report -fproc-stat-report= -fplugin= -fpass-plugin= -fcrash-diagnostics= -fcrash-diagnostics-dir=
-foptimization-record-file= -fthin-link-bitcode= -fembed-offload-object= -fopenmp-target-jit
-fms-secure-hotpatch-functions-file= -frandomize-layout-seed-file= -fprebuilt-implicit-modules -print-supported-cpus
-mlink-builtin-bitcode-postopt
)";

constexpr options::ID idle_groups[] = {
    options::OPT_W_Group,
    options::OPT_Diag_Group,
    options::OPT_DebugInfo_Group,
    options::OPT_Link_Group,
    options::OPT_M_Group,
    options::OPT_d_Group,
    options::OPT_pedantic_Group,
    options::OPT_opencl_Group,
    options::OPT_cuda_Group,
    options::OPT_gfortran_Group,
    options::OPT_fsan_cov_Group,
    options::OPT_StaticAnalyzer_Group,
    options::OPT_clang_ignored_f_Group,
    options::OPT_clang_ignored_gcc_optimization_f_Group,
    options::OPT_clang_ignored_legacy_options_Group,
    options::OPT_clang_ignored_m_Group,
    options::OPT_cl_ignored_Group,
};

constexpr options::ID dropped_groups[] = {
    options::OPT_offload_Group, options::OPT_hip_Group, options::OPT_sycl_Group,
    options::OPT_hlsl_Group,    options::OPT_dxc_Group,
};

std::vector<llvm::StringRef> words_of(llvm::StringRef list) {
    llvm::SmallVector<llvm::StringRef> words;
    llvm::SplitString(list, words, " \n");
    return {words.begin(), words.end()};
}

/// Fates of what is listed, by id: one spelling may belong to several options.
const std::map<unsigned, FlagFate>& listed_fates() {
    static const std::map<unsigned, FlagFate> fates = [] {
        std::multimap<std::string, unsigned> ids;
        const llvm::opt::OptTable& table = clang::getDriverOptTable();
        for (unsigned id = 1; id <= table.getNumOptions(); ++id)
            if (table.getOption(id).getKind() != llvm::opt::Option::GroupClass)
                ids.emplace(table.getOptionPrefixedName(id), id);
        std::map<unsigned, FlagFate> found;
        const auto add = [&](llvm::StringRef list, FlagFate fate) {
            for (llvm::StringRef word : words_of(list))
                for (auto [at, end] = ids.equal_range(word.str()); at != end; ++at) found.emplace(at->second, fate);
        };
        add(dropped_flags, FlagFate::dropped);
        add(kept_flags, FlagFate::kept);
        add(idle_flags, FlagFate::idle);
        return found;
    }();
    return fates;
}

}  // namespace

FlagFate fate_of(const llvm::opt::Option& option) {
    const auto listed = listed_fates().find(option.getID());
    if (listed != listed_fates().end()) return listed->second;
    const auto is_in = [&](options::ID group) { return option.matches(group); };
    if (std::any_of(std::begin(dropped_groups), std::end(dropped_groups), is_in)) return FlagFate::dropped;
    if (std::any_of(std::begin(idle_groups), std::end(idle_groups), is_in)) return FlagFate::idle;
    if (option.hasFlag(options::Ignored)) return FlagFate::idle;
    if (option.hasFlag(options::Unsupported)) return FlagFate::dropped;
    if (is_in(options::OPT_O_Group) || is_in(options::OPT_m_Group)) return FlagFate::kept;
    const bool is_of_f = is_in(options::OPT_f_Group) || is_in(options::OPT_f_clang_Group);
    return is_of_f && option.getKind() == llvm::opt::Option::FlagClass ? FlagFate::kept : FlagFate::dropped;
}

std::vector<std::string> unknown_spellings() {
    std::set<llvm::StringRef> known;
    const llvm::opt::OptTable& table = clang::getDriverOptTable();
    std::set<std::string> spellings;
    for (unsigned id = 1; id <= table.getNumOptions(); ++id)
        if (table.getOption(id).getKind() != llvm::opt::Option::GroupClass)
            spellings.insert(table.getOptionPrefixedName(id).str());
    std::vector<std::string> unknown;
    for (llvm::StringRef list :
         {llvm::StringRef(kept_flags), llvm::StringRef(idle_flags), llvm::StringRef(dropped_flags)})
        for (llvm::StringRef word : words_of(list))
            if (!spellings.count(word.str())) unknown.push_back(word.str());
    return unknown;
}

}  // namespace awaitlint
