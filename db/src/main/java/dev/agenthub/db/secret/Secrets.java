package dev.agenthub.db.secret;

import dev.agenthub.db.failure.StartupException;
import dev.agenthub.files.DurableFile;
import dev.agenthub.files.PrivateFolders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The random secrets of a data folder: 32 bytes each, in hex, in a file that only its owner can read. */
public final class Secrets {
    private static final Pattern SECRET = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;

    private Secrets(Path folder) {
        this.folder = folder;
    }

    public static Secrets in(Path folder) throws IOException {
        PrivateFolders.createOrNarrow(folder);
        return new Secrets(folder);
    }

    public boolean has(String name) {
        return Files.exists(folder.resolve(name));
    }

    public Path folder() {
        return folder;
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /** The secret of that name; creates it if there is none. */
    public SecretBytes get(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            put(name, draw());
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (!SECRET.matcher(text).matches()) {
            throw new StartupException("SECRETS_UNUSABLE", "The secret file " + file
                    + " is damaged. Restore it from a backup of this folder.");
        }
        return SecretBytes.ofText(text);
    }

    /** A new random secret of 32 bytes. */
    public static SecretBytes draw() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return SecretBytes.ofText(HexFormat.of().formatHex(random));
    }

    /** Stores a new secret; there must be none of that name. */
    public void put(String name, SecretBytes secret) throws IOException {
        DurableFile.createPrivately(folder.resolve(name), secret.text() + "\n");
    }
}
