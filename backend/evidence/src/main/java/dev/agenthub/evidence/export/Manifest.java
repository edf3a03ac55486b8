package dev.agenthub.evidence.export;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The index of an export. It is untrusted: it only lists the files to expect. */
public record Manifest(long entries, long firstSeq, String origin, List<Segment> segments) {

    public static final String FORMAT = "agenthub/export/v1";

    private static final Set<String> MEMBERS = Set.of("entries", "firstSeq", "format", "origin", "segments");
    private static final Set<String> SEGMENT_MEMBERS = Set.of("entries", "firstSeq", "name", "sha256");

    /**
     * One file of entries.
     *
     * @param sha256 of its bytes, uncompressed
     */
    public record Segment(long entries, long firstSeq, String name, Hash sha256) {}

    public Manifest {
        segments = List.copyOf(segments);
    }

    public byte[] canonicalBytes() {
        List<JsonValue> index = new ArrayList<>();
        for (Segment segment : segments) {
            index.add(JsonObject.builder().put("entries", segment.entries()).put("firstSeq", segment.firstSeq())
                    .put("name", segment.name()).put("sha256", segment.sha256().hex()).build());
        }
        return JsonObject.builder().put("entries", entries).put("firstSeq", firstSeq).put("format", FORMAT)
                .put("origin", origin).put("segments", new JsonArray(index)).build().canonicalBytes();
    }

    /**
     * Reads manifest.json.
     *
     * @throws EvidenceException ARCHIVE_INVALID where it is no manifest or contradicts itself
     */
    static Manifest parse(byte[] bytes) {
        try {
            JsonObject object = exactly(JsonValue.parse(bytes), MEMBERS);
            if (!object.string("format").equals(FORMAT)) {
                throw invalid("its format is not " + FORMAT + ".");
            }
            List<Segment> segments = new ArrayList<>();
            for (JsonValue item : object.array("segments").items()) {
                JsonObject segment = exactly(item, SEGMENT_MEMBERS);
                segments.add(new Segment(segment.integer("entries"), segment.integer("firstSeq"),
                        segment.string("name"), Hash.ofHex(segment.string("sha256"))));
            }
            Manifest manifest = new Manifest(object.integer("entries"), object.integer("firstSeq"),
                    object.string("origin"), segments);
            manifest.requireInOrder();
            if (!Arrays.equals(bytes, manifest.canonicalBytes())) {
                throw invalid("it is not in canonical form.");
            }
            return manifest;
        } catch (EvidenceException e) {
            throw e.code().equals(Codes.ARCHIVE_INVALID) ? e : invalid(e.getMessage());
        }
    }

    private void requireInOrder() {
        long next = firstSeq;
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (!segment.name().equals(EntryNames.segment(i)) || segment.firstSeq() != next || segment.entries() < 1
                    || segment.entries() > ExportWriter.MAX_LINES) {
                throw invalid("segment " + i + " does not follow the one before it.");
            }
            next += segment.entries();
        }
        if (firstSeq < 0 || next - firstSeq != entries) {
            throw invalid("its numbers of entries do not add up.");
        }
    }

    private static JsonObject exactly(JsonValue value, Set<String> names) {
        if (!(value instanceof JsonObject object) || !object.members().keySet().equals(names)) {
            throw invalid("its members are others.");
        }
        return object;
    }

    private static EvidenceException invalid(@Nullable String why) {
        return new EvidenceException(Codes.ARCHIVE_INVALID, "manifest.json cannot be right: " + why);
    }
}
