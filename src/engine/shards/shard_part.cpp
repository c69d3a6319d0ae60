// See shard_part.h.
#include "engine/shards/shard_part.h"

#include "engine/cache/cache_key.h"
#include "files/digest.h"
#include "files/file_states.h"

namespace awaitlint {

std::vector<std::string> paths_from_root(const RunOptions& options) {
    std::vector<std::string> paths;
    for (const std::string& path : options.paths)
        paths.push_back(path == options.user_files.root ? "." : relative_to_root(options.user_files, path));
    return paths;
}

ShardPart part_without_units(const RunOptions& options, const UnitRequest& every) {
    ShardPart part;
    part.shard = options.shard.value_or(Shard());
    part.root = options.user_files.root;
    part.paths = paths_from_root(options);
    ContentHashes hashes;
    FileStates files(hashes);
    part.build = to_hex(digest_of(identity_of_tool(files)));
    part.question = to_hex(CacheKeys::of_question(every));
    return part;
}

}  // namespace awaitlint
