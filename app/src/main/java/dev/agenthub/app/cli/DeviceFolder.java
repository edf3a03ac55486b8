package dev.agenthub.app.cli;

import dev.agenthub.app.platform.DataFolders;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.RemoteAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select a backend and its folder on this device, and the folder's content. */
public final class DeviceFolder {
    @Option(names = "--data", paramLabel = "DIR", description = "Where the desktop keeps everything.")
    private @Nullable Path data;

    @Option(names = "--sample", description = "Talk to the sample organization.")
    private boolean sample;

    @Option(names = "--connect", paramLabel = "URL", description = "Talk to a backend elsewhere, as agenthub desktop --connect does.")
    private @Nullable String connect;

    @Option(names = "--pin", paramLabel = "SHA256", description = "The fingerprint of that backend's certificate.")
    private @Nullable String pin;

    /** The address of a remote backend; null for the backend of this device. */
    @Nullable
    public RemoteAddress elsewhere() {
        return connect == null ? null : RemoteAddress.of(connect, pin);
    }

    public Path path() {
        RemoteAddress elsewhere = elsewhere();
        return elsewhere == null ? DataFolders.of(data, sample) : elsewhere.folder(data);
    }

    public KeyFiles keys(Passphrase passphrase) {
        return KeyFiles.in(path(), passphrase.encryption());
    }
}
