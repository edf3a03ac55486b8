package dev.agenthub.app.cli;

import dev.agenthub.app.platform.DataFolders;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.RemoteAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select a backend and its folder on this device, and the folder's content. */
public final class DeviceFolder {
    /** The help text of an option that names the desktop's data folder. */
    public static final String DATA_HELP = "Where the desktop keeps everything.";
    /** The help text of an option that names a backend's certificate. */
    public static final String PIN_HELP = "The fingerprint of that backend's certificate.";

    @Option(names = "--data", paramLabel = "DIR", description = DATA_HELP)
    private @Nullable Path data;

    @Option(names = "--sample", description = "Talk to the sample organization.")
    private boolean sample;

    @Option(names = "--connect", paramLabel = "URL", description = "Talk to a backend elsewhere, as agenthub desktop --connect does.")
    private @Nullable String connect;

    @Option(names = "--pin", paramLabel = "SHA256", description = PIN_HELP)
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
