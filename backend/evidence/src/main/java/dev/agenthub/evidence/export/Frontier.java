package dev.agenthub.evidence.export;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.merkle.CompactRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an incremental export takes up the log: the last link before it and the compact range of all leaves before it.
 *
 * @param head the link of the event before the first one exported
 * @param nodes the compact range, left to right
 * @param size the number of events before the first one exported, at least 1
 */
public record Frontier(Hash head, List<Hash> nodes, long size) {

    private static final Set<String> MEMBERS = Set.of("head", "nodes", "size");

    public Frontier {
        nodes = List.copyOf(nodes);
        if (size < 1 || Long.bitCount(size) != nodes.size()) {
            throw invalid("its nodes do not fit its size.");
        }
    }

    /** The tree of everything before the export, to be continued. */
    public CompactRange range() {
        return CompactRange.of(size, nodes);
    }

    public byte[] canonicalBytes() {
        return JsonObject.builder().put("head", head.hex())
                .put("nodes", JsonArray.ofStrings(nodes.stream().map(Hash::hex).toList())).put("size", size).build()
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
                throw invalid("it must have exactly head, nodes and size.");
            }
            List<Hash> nodes = new ArrayList<>();
            for (JsonValue node : object.array("nodes").items()) {
                if (!(node instanceof JsonString(String hex))) {
                    throw invalid("a node must be text.");
                }
                nodes.add(Hash.ofHex(hex));
            }
            frontier = new Frontier(Hash.ofHex(object.string("head")), nodes, object.integer("size"));
        } catch (EvidenceException e) {
            throw e.code().equals(Codes.FRONTIER_INVALID) ? e : invalid(e.getMessage());
        }
        if (!Arrays.equals(bytes, frontier.canonicalBytes())) {
            throw invalid("it is not in canonical form.");
        }
        return frontier;
    }

    private static EvidenceException invalid(@Nullable String why) {
        return new EvidenceException(Codes.FRONTIER_INVALID, "frontier.json is not a frontier: " + why);
    }
}
