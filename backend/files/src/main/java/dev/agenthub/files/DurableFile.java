package dev.agenthub.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;

/**
 * A file that is written under another name, ending in {@code .part}, and gets its own once it is complete. After a failure or a loss of
 * power there is the older file of that name, if there was one, or the whole new one. On POSIX only its owner may read it, whoever may
 * read the older one. A symbolic link of that name is replaced; what it leads to is left as it is. Not thread-safe.
 */
public final class DurableFile implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final Path target;
    private final Path folder;
    private final Path part;
    private final FileChannel channel;
    private final OutputStream out;

    private DurableFile(Path target, Path folder) throws IOException {
        this.target = target;
        this.folder = folder;
        this.part = Files.createTempFile(folder, ".", ".part");
        this.channel = FileChannel.open(part, StandardOpenOption.WRITE);
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    }

    /**
     * Begins a file that is to have this name, in the folder of that name.
     *
     * @throws IOException where a device, a pipe or a folder has the name, which a file would replace for everybody
     */
    public static DurableFile of(Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || (Files.exists(target) && !Files.isRegularFile(target))) {
            throw new IOException(target + " is not a file");
        }
        return new DurableFile(target, folder);
    }

    /** Writes or replaces a file with this content. */
    public static void write(Path target, byte[] content) throws IOException {
        try (DurableFile file = of(target)) {
            file.out().write(content);
            file.complete();
        }
    }

    /** Writes or replaces a file that nobody but its owner can ever read, on Windows too. */
    public static void writePrivately(Path target, byte[] content) throws IOException {
        try (DurableFile file = of(target)) {
            OwnerOnly.restrictByAcl(file.part);
            file.out().write(content);
            file.complete();
        }
    }

    /**
     * Writes a new file that nobody but its owner can ever read, in UTF-8.
     *
     * @throws FileAlreadyExistsException where there is one of that name
     */
    public static void createPrivately(Path target, String text) throws IOException {
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        writePrivately(target, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Where its content is written to; closed by {@link #complete} and {@link #close}, not by the caller. */
    public OutputStream out() {
        return out;
    }

    /** How many bytes were written so far. */
    public long size() throws IOException {
        out.flush();
        return channel.size();
    }

    /** Gives the file its name; content and name are on the disk when this returns. */
    public void complete() throws IOException {
        out.flush();
        channel.force(true);
        channel.close();
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null) {
            // Windows neither needs nor permits to open a folder for this.
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    /** Deletes what was written, unless it is complete. */
    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(part);
        }
    }
}
