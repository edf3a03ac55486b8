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
 * Every call the sandbox took, one JSON object a line, on the disk before it is answered; so that anyone can count
 * what was done, and so that a repeated call is known as one after a restart. Not safe for use by many threads.
 */
final class CallJournal implements AutoCloseable {
    private final FileChannel file;
    private final Map<String, Call> first = new HashMap<>();
    private long effects;

    /** The first call with its idempotency key, and what it was answered. */
    record Call(String path, Hash body, JsonObject answer) {}

    private CallJournal(FileChannel file) {
        this.file = file;
    }

    /** Opens the journal and reads what is in it; a last line that a crash cut off was never answered, and is dropped. */
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

    /** The first call with this idempotency key; null where there was none. */
    @Nullable
    Call first(String key) {
        return first.get(key);
    }

    /** How many calls did something: every one but the repeated. */
    long effects() {
        return effects;
    }

    /** Appends a call; returns when it is on the disk. */
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
