package dev.agenthub.app.platform;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of members' keys on this device: {@code <name>.p8}, encrypted, and {@code <name>.json}, its {@link KeyCard}.
 *
 * <p>Nothing here ever overwrites a key. A file that can't be read is left as it is.
 */
public final class KeyFiles {
    public static final String FILE_CORRUPT = "KEY_FILE_CORRUPT";
    public static final String FOLDER_UNUSABLE = "KEY_FOLDER_UNUSABLE";

    private final Path folder;
    private final KeyEncryption encryption;
    private final JsonMapper json = JsonMapper.builder().build();

    public KeyFiles(Path folder, KeyEncryption encryption) {
        this.folder = folder;
        this.encryption = encryption;
    }

    /**
     * What the folder holds.
     *
     * @param cards people with a key on this device, by name
     * @param damaged cards that can't be read, which are left as they are
     */
    public record Listing(List<KeyCard> cards, List<CodedException> damaged) {
        public Listing {
            cards = List.copyOf(cards);
            damaged = List.copyOf(damaged);
        }
    }

    public Listing list() {
        List<KeyCard> cards = new ArrayList<>();
        List<CodedException> damaged = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
                for (Path file : files) {
                    try {
                        cards.add(read(file));
                    } catch (CodedException e) {
                        damaged.add(e);
                    }
                }
            } catch (IOException e) {
                throw new CodedException(FOLDER_UNUSABLE, "The folder of keys " + folder + " can’t be read.", e);
            }
        }
        cards.sort(Comparator.comparing(KeyCard::name).thenComparing(KeyCard::key));
        return new Listing(cards, damaged);
    }

    /** Encrypts {@code key} and writes it with its card; it is on the disk when this returns. */
    public KeyCard store(String name, UUID org, MemberKey key, char[] passphrase) {
        byte[] encrypted = encryption.encrypt(key, passphrase);
        String stem = freeStem(name, key.keyId());
        KeyCard card = new KeyCard(name, org, null, null, key.keyId(),
                Base64.getEncoder().encodeToString(key.publicKey()), stem + ".p8", sha256(encrypted));
        try {
            PrivateFiles.folder(folder);
            PrivateFiles.write(folder.resolve(card.file()), encrypted);
        } catch (IOException e) {
            throw new CodedException(FOLDER_UNUSABLE, "The key can’t be written to " + folder + ".", e);
        }
        write(card);
        return card;
    }

    /** Notes that the backend knows the key now. */
    public KeyCard confirm(KeyCard card, UUID member, String organization) {
        KeyCard confirmed = card.enrolledAs(member, organization);
        write(confirmed);
        return confirmed;
    }

    /** Removes a key that the backend certainly refused; one that was ever confirmed stays. */
    public void discard(KeyCard card) {
        if (card.member() != null) {
            throw new IllegalStateException("An enrolled key is never removed");
        }
        try {
            Files.deleteIfExists(cardFile(card));
            Files.deleteIfExists(folder.resolve(card.file()));
        } catch (IOException e) {
            throw new CodedException(FOLDER_UNUSABLE, "The refused key can’t be removed from " + folder + ".", e);
        }
    }

    /** Opens {@code card}'s key; a wrong passphrase and a damaged file are two different codes. */
    public MemberKey unlock(KeyCard card, char[] passphrase) {
        byte[] encrypted;
        try {
            encrypted = Files.readAllBytes(folder.resolve(card.file()));
        } catch (IOException e) {
            throw corrupt(card.file(), "can’t be read", e);
        }
        if (!sha256(encrypted).equals(card.fileDigest())) {
            throw corrupt(card.file(), "is damaged", null);
        }
        MemberKey key = encryption.decrypt(encrypted, passphrase);
        if (!Arrays.equals(key.publicKey(), publicKey(card)) || !key.keyId().equals(card.key())) {
            key.close();
            throw corrupt(card.file(), "holds another key than its card says", null);
        }
        return key;
    }

    private KeyCard read(Path file) throws IOException {
        try {
            KeyCard card = json.readValue(Files.readAllBytes(file), KeyCard.class);
            if (!card.file().equals(String.valueOf(Path.of(card.file()).getFileName()))) {
                throw corrupt(String.valueOf(file.getFileName()), "names a file elsewhere", null);
            }
            return card;
        } catch (JacksonException | IllegalArgumentException e) {
            throw corrupt(String.valueOf(file.getFileName()), "is damaged", e);
        }
    }

    private void write(KeyCard card) {
        try {
            PrivateFiles.write(cardFile(card), json.writerWithDefaultPrettyPrinter().writeValueAsBytes(card));
        } catch (IOException e) {
            throw new CodedException(FOLDER_UNUSABLE, "The key’s card can’t be written to " + folder + ".", e);
        }
    }

    private Path cardFile(KeyCard card) {
        return folder.resolve(card.file().replaceFirst("\\.p8$", ".json"));
    }

    private String freeStem(String name, String keyId) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String stem = plain.isEmpty() ? "member" : plain.substring(0, Math.min(40, plain.length()));
        return Files.exists(folder.resolve(stem + ".p8")) || Files.exists(folder.resolve(stem + ".json"))
                ? stem + "-" + keyId
                : stem;
    }

    private static byte[] publicKey(KeyCard card) {
        try {
            return Base64.getDecoder().decode(card.publicKey());
        } catch (IllegalArgumentException e) {
            throw corrupt(card.file(), "has a damaged card", e);
        }
    }

    private static CodedException corrupt(String file, String what, @Nullable Throwable cause) {
        return new CodedException(FILE_CORRUPT,
                "The key file " + file + " " + what
                        + ". It was left as it is: put back a copy of it, or enrol a new key.",
                cause);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }
}
