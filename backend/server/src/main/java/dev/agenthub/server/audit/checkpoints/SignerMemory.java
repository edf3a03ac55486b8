package dev.agenthub.server.audit.checkpoints;

import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.files.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The signer's remembered state: the last signed note, and the part of the tree that is needed to continue it.
 *
 * <p>The file has the line {@code agenthub/signer/v1}, a line of canonical JSON with the last {@code link}, the
 * compact range of the {@code nodes} before it and the {@code successor}, and the note. The note's signature
 * covers both, since its root is computed from them. A file with a note alone was written by an earlier version.
 *
 * @param tree the log up to the signed size; null where only the note is known
 * @param successor the incarnation that was declared to follow this one; null where none was
 */
record SignerMemory(String note, Checkpoint checkpoint, @Nullable Tree tree, @Nullable Origin successor) {
    private static final String FORMAT = "agenthub/signer/v1";

    /** The last link, and the compact range of all links before it. */
    record Tree(Hash link, List<Hash> nodes) {}

    /** The state after signing the log that was followed. */
    static SignerMemory of(String note, Checkpoint checkpoint, LogFollower log) {
        return new SignerMemory(note, checkpoint, new Tree(log.link(), log.earlier()), null);
    }

    /** The same state, with a declared successor. */
    SignerMemory followedBy(Origin next) {
        return new SignerMemory(note, checkpoint, tree, next);
    }

    /**
     * Reads the file; null where there is none.
     *
     * @param keys the key of each origin
     * @throws CheckpointRefusedException CHECKPOINT_MEMORY_DAMAGED where the file cannot be read, or the key did not sign it
     */
    static @Nullable SignerMemory read(Path file, Function<Origin, VerifierKey> keys) {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            String text = Files.readString(file);
            String[] parts = text.split("\n", 3);
            if (!parts[0].equals(FORMAT)) {
                return new SignerMemory(text, open(text, keys), null, null);
            }
            if (parts.length < 3) {
                throw damaged(file);
            }
            Checkpoint checkpoint = open(parts[2], keys);
            SignerMemory memory = of(parts[2], checkpoint, object(parts[1]));
            if (memory.tree() != null && !memory.follower().root().equals(checkpoint.root())) {
                throw damaged(file);
            }
            return memory;
        } catch (IOException | EvidenceException e) {
            throw damaged(file);
        }
    }

    private static CheckpointRefusedException damaged(Path file) {
        return new CheckpointRefusedException("CHECKPOINT_MEMORY_DAMAGED",
                "The last checkpoint in " + file + " can't be read, or was not signed by this key");
    }

    /** Verifies a note with its origin's key, and returns its checkpoint. */
    static Checkpoint open(String note, Function<Origin, VerifierKey> keys) {
        return Checkpoint.open(note, keys.apply(Origin.parse(Checkpoint.unverified(note).origin())));
    }

    private static JsonObject object(String line) {
        return JsonObject.builder().put("line", JsonValue.parse(line.getBytes(StandardCharsets.UTF_8))).build()
                .object("line");
    }

    private static SignerMemory of(String note, Checkpoint checkpoint, JsonObject line) {
        String successor = line.nullableString("successor");
        return new SignerMemory(note, checkpoint, line.get("link") instanceof JsonNull ? null : tree(line),
                successor == null ? null : Origin.parse(successor));
    }

    private static Tree tree(JsonObject line) {
        List<Hash> nodes = new ArrayList<>();
        for (JsonValue node : line.array("nodes").items()) {
            nodes.add(Hash.ofHex(JsonObject.builder().put("node", node).build().string("node")));
        }
        return new Tree(Hash.ofHex(line.string("link")), nodes);
    }

    /** Replaces the file; it is on disk when this returns. */
    void write(Path file) {
        try {
            DurableFile.writePrivately(file, text().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text() {
        JsonObject.Builder line = JsonObject.builder();
        if (tree == null) {
            line.putNull("link").putNull("nodes");
        } else {
            line.put("link", tree.link().hex()).put("nodes",
                    JsonArray.ofStrings(tree.nodes().stream().map(Hash::hex).toList()));
        }
        if (successor == null) {
            line.putNull("successor");
        } else {
            line.put("successor", successor.toString());
        }
        return FORMAT + "\n" + new String(line.build().canonicalBytes(), StandardCharsets.UTF_8) + "\n" + note;
    }

    /** Continues the log where it was signed; from its first entry where only the note is known. */
    LogFollower follower() {
        Origin origin = Origin.parse(checkpoint.origin());
        return tree == null || checkpoint.size() == 0
                ? LogFollower.start(origin)
                : LogFollower.after(checkpoint.size(), tree.nodes(), tree.link());
    }
}
