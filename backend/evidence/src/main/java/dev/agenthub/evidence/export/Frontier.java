package dev.agenthub.evidence.export;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.merkle.CompactRange;
import dev.agenthub.evidence.merkle.Proofs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of the log before an incremental export: the last link before it and the compact range of all leaves before it. The constructor
 * rejects parts that do not belong together.
 *
 * @param head the link of the event before the first one exported
 * @param nodes the compact range, left to right
 * @param path the left siblings of the last leaf on its way up to the last node, which they bind the head to
 * @param size the number of events before the first one exported, at least 1
 */
public record Frontier(Hash head, List<Hash> nodes, List<Hash> path, long size) {

    private static final Set<String> MEMBERS = Set.of("head", "nodes", "path", "size");

    public Frontier {
        nodes = List.copyOf(nodes);
        path = List.copyOf(path);
        if (size < 1 || Long.bitCount(size) != nodes.size()) {
            throw invalid("its nodes do not fit its size.");
        }
        long leaves = Long.lowestOneBit(size);
        try {
            Proofs.verifyInclusion(head, leaves - 1, leaves, path, nodes.getLast());
        } catch (EvidenceException e) {
            throw invalid("its path does not lead from its head to the last of its nodes.");
        }
    }

    /** The frontier after the event with this link, which follows the leaves of a range. */
    public static Frontier of(CompactRange earlier, Hash link) {
        List<Hash> left = earlier.nodes();
        CompactRange whole = CompactRange.of(earlier.size(), left);
        whole.append(link);
        // The new leaf merges with as many of the subtrees before it, the last one first.
        int merged = Long.numberOfTrailingZeros(whole.size());
        return new Frontier(link, whole.nodes(), left.reversed().subList(0, merged), whole.size());
    }

    /** The tree of everything before the export, to be continued. */
    public CompactRange range() {
        return CompactRange.of(size, nodes);
    }

    public byte[] canonicalBytes() {
        return JsonObject.builder().put("head", head.hex())
                .put("nodes", JsonArray.ofStrings(nodes.stream().map(Hash::hex).toList()))
                .put("path", JsonArray.ofStrings(path.stream().map(Hash::hex).toList())).put("size", size).build()
                .canonicalBytes();
    }

    /**
     * Reads frontier.json.
     *
     * @throws EvidenceException FRONTIER_INVALID
     */
    public static Frontier parse(byte[] bytes) {
        Frontier frontier;
        try {
            if (!(JsonValue.parse(bytes) instanceof JsonObject object) || !object.members().keySet().equals(MEMBERS)) {
                throw invalid("it must have exactly head, nodes, path and size.");
            }
            frontier = new Frontier(Hash.ofHex(object.string("head")), hashes(object.array("nodes")),
                    hashes(object.array("path")), object.integer("size"));
        } catch (EvidenceException e) {
            throw e.code().equals(Codes.FRONTIER_INVALID) ? e : invalid(e.getMessage());
        }
        if (!Arrays.equals(bytes, frontier.canonicalBytes())) {
            throw invalid("it is not in canonical form.");
        }
        return frontier;
    }

    private static List<Hash> hashes(JsonArray array) {
        List<Hash> hashes = new ArrayList<>();
        for (JsonValue item : array.items()) {
            if (!(item instanceof JsonString(String hex))) {
                throw invalid("a hash must be text.");
            }
            hashes.add(Hash.ofHex(hex));
        }
        return hashes;
    }

    private static EvidenceException invalid(@Nullable String why) {
        return new EvidenceException(Codes.FRONTIER_INVALID, "frontier.json is not a frontier: " + why);
    }
}
