package dev.agenthub.server.sandbox;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The journal of the sandbox's calls: one JSON object a line, on disk before the call is answered, so
 * that effects can be counted, and repeated calls are recognized after a restart. Not thread-safe.
 */
final class CallJournal implements AutoCloseable {
    private final FileChannel file;
    private final Map<String, Call> first = new HashMap<>();
    private long effects;

    /** The first call with an idempotency key, and its answer. */
    record Call(String path, Hash body, JsonObject answer) {}

    private CallJournal(FileChannel file) {
        this.file = file;
    }

    /** Opens the journal and reads it; an incomplete last line, left by a crash, is dropped: its call was never answered. */
    static CallJournal open(Path path) throws IOException {
        byte[] content = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
        int end = content.length;
        while (end > 0 && content[end - 1] != '\n') {
            end--;
        }
        CallJournal journal = new CallJournal(
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        journal.file.truncate(end).position(end);
        for (int from = 0; from < end;) {
            int to = from;
            while (content[to] != '\n') {
                to++;
            }
            if (JsonValue.parse(Arrays.copyOfRange(content, from, to)) instanceof JsonObject line) {
                journal.take(line);
            }
            from = to + 1;
        }
        return journal;
    }

    private void take(JsonObject line) {
        if (!line.bool("repeated")) {
            effects++;
            first.put(line.string("key"), new Call(line.string("path"), Hash.ofHex(line.string("bodyDigest")),
                    line.object("answer")));
        }
    }

    /** The first call with this idempotency key; null where there is none. */
    @Nullable
    Call first(String key) {
        return first.get(key);
    }

    /** The number of calls with an effect: all but the repeated ones. */
    long effects() {
        return effects;
    }

    /** Appends a call; it is on disk when this returns. */
    void append(String time, String key, Call call, JsonObject body, boolean repeated) throws IOException {
        JsonObject line = JsonObject.builder()
                .put("answer", call.answer())
                .put("body", body)
                .put("bodyDigest", call.body().hex())
                .put("key", key)
                .put("path", call.path())
                .put("repeated", repeated)
                .put("time", time)
                .build();
        byte[] bytes = line.canonicalBytes();
        ByteBuffer buffer = ByteBuffer.allocate(bytes.length + 1).put(bytes).put((byte) '\n').flip();
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        file.force(true);
        take(line);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
