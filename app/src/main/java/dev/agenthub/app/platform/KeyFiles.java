package dev.agenthub.app.platform;

import dev.agenthub.files.DurableFile;
import dev.agenthub.files.PrivateFolders;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of members' keys on this device: {@code <name>.key} holds an encrypted key, {@code <name>.json} its {@link KeyCard}.
 *
 * <p>No operation overwrites a key. A file that can't be read is left unchanged.
 */
public final class KeyFiles {
    public static final String FILE_CORRUPT = "KEY_FILE_CORRUPT";
    public static final String FILE_NOT_OURS = "KEY_FILE_NOT_OURS";
    public static final String FILE_EARLIER = "KEY_FILE_EARLIER_FORMAT";
    public static final String FILE_UNSUPPORTED = "KEY_FILE_UNSUPPORTED";
    public static final String COSTS_OUT_OF_BOUNDS = "KEY_FILE_COSTS_OUT_OF_BOUNDS";
    public static final String ALREADY_HERE = "KEY_ALREADY_HERE";
    public static final String BACKUP_UNWRITABLE = "KEY_BACKUP_UNWRITABLE";
    public static final String FOLDER_UNUSABLE = "KEY_FOLDER_UNUSABLE";

    /**
     * Key file names that a card may hold: files in the same folder, of the current format
     * or of the earlier one, which has its own error code.
     */
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,80}\\.(key|p8)");

    private final Path folder;
    private final KeyEncryption encryption;
    private final JsonMapper json = JsonMapper.builder().build();

    /** The keys in a data folder. */
    public static KeyFiles in(Path dataFolder) {
        return in(dataFolder, KeyEncryption.strong());
    }

    /** The keys in a data folder; new ones are encrypted with {@code encryption}. */
    public static KeyFiles in(Path dataFolder, KeyEncryption encryption) {
        return new KeyFiles(dataFolder.resolve("keys"), encryption);
    }

    public KeyFiles(Path folder, KeyEncryption encryption) {
        this.folder = folder;
        this.encryption = encryption;
    }

    /**
     * The content of the folder.
     *
     * @param cards keys on this device, sorted by name
     * @param damaged why a card can't be read, for each that can't
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

    /** Encrypts {@code key} and writes it with its card. Both are on the disk when this returns. */
    public KeyCard store(String name, UUID org, UnlockedKey key, char[] passphrase) {
        KeyFile.Owner owner = new KeyFile.Owner(name, org, null, null);
        return keep(owner, key, encryption.seal(owner, key, passphrase));
    }

    /**
     * Writes a backup of a key, for {@link #restore}, with the same passphrase, which is verified first.
     *
     * @throws CodedException as {@link #unlock}; {@link #BACKUP_UNWRITABLE}
     */
    public void backUp(KeyCard card, char[] passphrase, Path target, Cancellation cancellation) {
        byte[] copy;
        try (UnlockedKey key = unlock(card, passphrase, cancellation)) {
            copy = encryption.seal(KeyFile.Owner.of(card), key, passphrase);
        }
        cancellation.require();
        try {
            DurableFile.writePrivately(target, copy);
        } catch (IOException e) {
            throw new CodedException(BACKUP_UNWRITABLE, "The backup can’t be written to " + target + ".", e);
        }
    }

    /**
     * Restores a key from a backup or a key file. A damaged file of the same key is left unchanged.
     *
     * @throws CodedException as {@link #unlock}; {@link #ALREADY_HERE} where the key is here and undamaged
     */
    public KeyCard restore(Path backup, char[] passphrase, Cancellation cancellation) {
        byte[] bytes;
        try {
            bytes = KeyFile.read(backup);
        } catch (IOException e) {
            throw new CodedException(FILE_CORRUPT, "The backup " + backup + " can’t be read.", e);
        }
        KeyFile file = encryption.read(bytes);
        List<KeyCard> earlier = list().cards().stream().filter(card -> card.key().equals(file.key())).toList();
        if (earlier.stream().anyMatch(this::isWhole)) {
            throw new CodedException(ALREADY_HERE, "This key is on this device already.");
        }
        try (UnlockedKey key = encryption.open(file, passphrase, cancellation)) {
            KeyCard card = keep(file.owner(), key, bytes);
            for (KeyCard replaced : earlier) {
                remove(cardFile(replaced));
            }
            return card;
        }
    }

    private KeyCard keep(KeyFile.Owner owner, UnlockedKey key, byte[] encrypted) {
        String stem = freeStem(owner.name(), key.keyId());
        KeyCard card = new KeyCard(owner.name(), owner.org(), owner.organization(), owner.member(), key.keyId(),
                Base64.getEncoder().encodeToString(key.publicKey()), stem + ".key", sha256(encrypted));
        try {
            PrivateFolders.create(folder);
            DurableFile.writePrivately(folder.resolve(card.file()), encrypted);
        } catch (IOException e) {
            throw new CodedException(FOLDER_UNUSABLE, "The key can’t be written to " + folder + ".", e);
        }
        write(card);
        return card;
    }

    private boolean isWhole(KeyCard card) {
        try {
            return sha256(KeyFile.read(folder.resolve(card.file()))).equals(card.fileDigest());
        } catch (IOException | CodedException e) {
            return false;
        }
    }

    /** Records on the card that the backend has enrolled the key. */
    public KeyCard confirm(KeyCard card, UUID member, String organization) {
        KeyCard confirmed = card.enrolledAs(member, organization);
        write(confirmed);
        return confirmed;
    }

    /** Deletes a key whose enrolment the backend refused. A key that was ever confirmed is kept. */
    public void discard(KeyCard card) {
        if (card.member() != null) {
            throw new IllegalStateException("An enrolled key is never removed");
        }
        remove(cardFile(card));
        remove(folder.resolve(card.file()));
    }

    private void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new CodedException(FOLDER_UNUSABLE, file + " can’t be removed.", e);
        }
    }

    /**
     * Decrypts {@code card}'s key. A wrong passphrase and a damaged file have different codes.
     *
     * @throws CodedException {@link #FILE_CORRUPT}, {@link #FILE_NOT_OURS}, {@link #FILE_EARLIER}, {@link #FILE_UNSUPPORTED},
     *         {@link #COSTS_OUT_OF_BOUNDS} and the codes of {@link KeyEncryption}
     */
    public UnlockedKey unlock(KeyCard card, char[] passphrase, Cancellation cancellation) {
        byte[] encrypted;
        try {
            encrypted = KeyFile.read(folder.resolve(card.file()));
        } catch (IOException e) {
            throw corrupt(card.file(), "can’t be read", e);
        }
        KeyFile.requireNotEarlier(encrypted);
        if (!sha256(encrypted).equals(card.fileDigest())) {
            throw corrupt(card.file(), "is damaged", null);
        }
        KeyFile file = encryption.read(encrypted);
        if (!file.key().equals(card.key()) || !file.owner().name().equals(card.name())
                || !file.owner().org().equals(card.org())) {
            throw corrupt(card.file(), "says something else than its card", null);
        }
        UnlockedKey key = encryption.open(file, passphrase, cancellation);
        if (!Arrays.equals(key.publicKey(), publicKey(card))) {
            key.close();
            throw corrupt(card.file(), "holds another key than its card says", null);
        }
        return key;
    }

    private KeyCard read(Path file) {
        try {
            KeyCard card = json.readValue(KeyFile.read(file), KeyCard.class);
            if (!NAME.matcher(card.file()).matches()) {
                throw corrupt(String.valueOf(file.getFileName()), "names no key file beside it", null);
            }
            return card;
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw corrupt(String.valueOf(file.getFileName()), "is damaged", e);
        }
    }

    private void write(KeyCard card) {
        try {
            DurableFile.writePrivately(cardFile(card), json.writerWithDefaultPrettyPrinter().writeValueAsBytes(card));
        } catch (IOException e) {
            throw new CodedException(FOLDER_UNUSABLE, "The key’s card can’t be written to " + folder + ".", e);
        }
    }

    private Path cardFile(KeyCard card) {
        return folder.resolve(card.file().replaceFirst("\\.(key|p8)$", ".json"));
    }

    private String freeStem(String name, String keyId) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String stem = plain.isEmpty() ? "member" : plain.substring(0, Math.min(40, plain.length()));
        String free = stem;
        for (int next = 1; isTaken(free); next++) {
            free = stem + "-" + keyId + (next == 1 ? "" : "-" + next);
        }
        return free;
    }

    private boolean isTaken(String stem) {
        return Stream.of(".key", ".p8", ".json").anyMatch(ending -> Files.exists(folder.resolve(stem + ending)));
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
