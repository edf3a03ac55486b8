package dev.agenthub.app.client;

import dev.agenthub.api.Headers;
import dev.agenthub.files.DurableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * Downloads one export into a file, which appears complete or not at all.
 *
 * <p>{@link #run} blocks and is called once; {@link #cancel} may be called by any thread, before, while and after it runs.
 */
public final class ExportDownload {
    /** The export was cancelled here; no file was written. */
    public static final String CANCELLED = "EXPORT_CANCELLED";
    /** The file could not be written. */
    public static final String NOT_WRITTEN = "EXPORT_NOT_WRITTEN";

    private static final int AT_ONCE = 64 << 10;

    private final Call call;
    private final Path target;

    /**
     * An export that was written.
     *
     * @param entries how many entries of the log it holds
     * @param bytes the file's size
     */
    public record Done(Path file, long entries, long bytes) {}

    ExportDownload(Call call, Path target) {
        this.call = call;
        this.target = target.toAbsolutePath();
    }

    /** Cancels the export: the backend stops reading its log, and no file is left. */
    public void cancel() {
        call.cancel();
    }

    /**
     * Writes the file.
     *
     * @param progress called repeatedly on this thread
     * @throws BackendException {@link #CANCELLED}, {@link #NOT_WRITTEN}, PIN_AHEAD_OF_LOG,
     *        CHECKPOINT_REFUSED, or a code that every call may have
     */
    public Done run(Consumer<ExportProgress> progress) {
        try {
            return Http.call(call, response -> write(response, progress));
        } catch (BackendException e) {
            throw call.isCanceled() && e.status() == 0
                    ? new BackendException(CANCELLED, "The export was cancelled; no file was written.", 0, e)
                    : e;
        }
    }

    private Done write(Response response, Consumer<ExportProgress> progress) throws IOException {
        long entries = number(response, Headers.ENTRIES);
        progress.accept(new ExportProgress(0, entries, 0));
        try (ExportFile file = new ExportFile(target)) {
            receive(response, file, progress, entries);
            return new Done(target, entries, file.complete());
        }
    }

    private static void receive(Response response, ExportFile file, Consumer<ExportProgress> progress, long entries)
            throws IOException {
        double contents = Math.max(1, number(response, Headers.CONTENT_BYTES));
        ArchiveProgress archive = new ArchiveProgress();
        byte[] buffer = new byte[AT_ONCE];
        long received = 0;
        BufferedSource source = response.body().source();
        for (int read = source.read(buffer); read >= 0; read = source.read(buffer)) {
            file.write(buffer, read);
            received += read;
            archive.pass(buffer, read);
            progress.accept(new ExportProgress(received, entries, Math.min(1, archive.contents() / contents)));
        }
    }

    private static long number(Response response, String header) {
        String text = response.header(header, "");
        return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    /** The file, with failures of the disk told apart from those of the network. */
    private static final class ExportFile implements AutoCloseable {
        private final Path target;
        private final DurableFile file;

        ExportFile(Path target) {
            this.target = target;
            try {
                file = DurableFile.of(target);
            } catch (IOException e) {
                throw notWritten(target, e);
            }
        }

        void write(byte[] bytes, int length) {
            try {
                file.out().write(bytes, 0, length);
            } catch (IOException e) {
                throw notWritten(target, e);
            }
        }

        /** Gives the file its name; returns its size. */
        long complete() {
            try {
                long size = file.size();
                file.complete();
                return size;
            } catch (IOException e) {
                throw notWritten(target, e);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }

        private static BackendException notWritten(Path file, IOException cause) {
            return new BackendException(NOT_WRITTEN, "The file can’t be written to " + file.getParent() + ".", 0,
                    cause);
        }
    }
}
