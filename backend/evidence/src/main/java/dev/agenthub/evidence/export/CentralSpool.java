package dev.agenthub.evidence.export;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Holds the central directory until the end: in memory while it is small, then in a
 * temporary file, so that exports of any size need the same memory.
 */
final class CentralSpool implements AutoCloseable {

    private static final int IN_MEMORY = 4 << 20;

    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable OutputStream toFile;
    private long length;

    void write(byte[] bytes) throws IOException {
        if (toFile == null && memory.size() + bytes.length > IN_MEMORY) {
            file = Files.createTempFile("export", ".index");
            toFile = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        }
        length += bytes.length;
        (toFile == null ? memory : toFile).write(bytes);
    }

    long length() {
        return length;
    }

    void writeTo(OutputStream out) throws IOException {
        memory.writeTo(out);
        if (toFile != null && file != null) {
            toFile.flush();
            Files.copy(file, out);
        }
    }

    @Override
    public void close() throws IOException {
        if (toFile != null && file != null) {
            toFile.close();
            Files.deleteIfExists(file);
        }
    }
}
