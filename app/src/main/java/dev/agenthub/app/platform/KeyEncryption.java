package dev.agenthub.app.platform;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Encrypts a key with a passphrase into a key file, and decrypts it: scrypt (RFC 7914) and
 * AES-256-GCM with every parameter as associated data. Thread-safe.
 *
 * <p>A file whose costs are out of bounds is refused before memory is allocated or anything is computed.
 */
public final class KeyEncryption {
    public static final String PASSPHRASE_WRONG = "KEY_PASSPHRASE_WRONG";
    public static final String MEMORY_SHORT = "KEY_MEMORY_SHORT";

    private static final int KEY_BYTES = 32;
    private static final int TAG_BITS = 128;
    /** One derivation at a time allocates its memory; one that is cancelled while waiting allocates none. */
    private static final ReentrantLock DERIVING = new ReentrantLock();

    private final SecureRandom random = new SecureRandom();
    private final KeyCosts costs;

    private KeyEncryption(KeyCosts costs) {
        this.costs = costs;
    }

    /** The encryption for real keys: 128 MiB and about half a second for each guess. */
    public static KeyEncryption strong() {
        return new KeyEncryption(KeyCosts.STRONG);
    }

    /** For tests only: fast to compute and to guess. */
    static KeyEncryption weakForTests() {
        return new KeyEncryption(new KeyCosts(1 << 4, 8, 1));
    }

    /** The caller wipes the passphrase. */
    byte[] seal(KeyFile.Owner owner, UnlockedKey key, char[] passphrase) {
        KeyFile file = new KeyFile(owner, key.keyId(), costs, random(KeyFile.SALT_BYTES), random(KeyFile.NONCE_BYTES),
                "");
        byte[] seed = key.seed();
        try {
            return file.with(crypt(true, file, passphrase, new Cancellation(), seed)).bytes();
        } catch (InvalidCipherTextException e) {
            throw new AssertionError("Only what is opened can be invalid", e);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /**
     * Parses a file without decrypting it.
     *
     * @throws CodedException those of {@link KeyFile#parse}
     */
    KeyFile read(byte[] file) {
        return KeyFile.parse(file, costs);
    }

    /**
     * Decrypts a file that was {@link #read}. The caller wipes the passphrase.
     *
     * @throws CodedException {@link #PASSPHRASE_WRONG}, {@link #MEMORY_SHORT},
     *        {@link Cancellation#CANCELLED}, {@link KeyFiles#FILE_CORRUPT}
     */
    UnlockedKey open(KeyFile file, char[] passphrase, Cancellation cancellation) {
        byte[] seed = new byte[0];
        try {
            seed = crypt(false, file, passphrase, cancellation, HexFormat.of().parseHex(file.sealed()));
            UnlockedKey key = UnlockedKey.of(seed);
            if (key.keyId().equals(file.key())) {
                return key;
            }
            key.close();
            throw new CodedException(KeyFiles.FILE_CORRUPT, "The key file holds another key than it says.");
        } catch (InvalidCipherTextException e) {
            throw new CodedException(PASSPHRASE_WRONG,
                    "This passphrase does not open the key, or the file was changed.", e);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static byte[] crypt(boolean forSealing, KeyFile file, char[] passphrase, Cancellation cancellation,
            byte[] from) throws InvalidCipherTextException {
        byte[] key = derive(file, passphrase, cancellation);
        KeyParameter parameter = new KeyParameter(key);
        byte[] made = new byte[KeyFile.SEALED_BYTES];
        try {
            GCMModeCipher cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
            cipher.init(forSealing, new AEADParameters(parameter, TAG_BITS, HexFormat.of().parseHex(file.nonce()),
                    file.associatedData()));
            int length = cipher.processBytes(from, 0, from.length, made, 0);
            length += cipher.doFinal(made, length);
            return Arrays.copyOf(made, length);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(parameter.getKey(), (byte) 0);
            Arrays.fill(made, (byte) 0);
        }
    }

    private static byte[] derive(KeyFile file, char[] passphrase, Cancellation cancellation) {
        KeyCosts costs = file.costs();
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase));
        byte[] secret = new byte[encoded.remaining()];
        encoded.get(secret);
        DERIVING.lock();
        try {
            cancellation.require();
            byte[] key = SCrypt.generate(secret, HexFormat.of().parseHex(file.salt()), Math.toIntExact(costs.cost()),
                    Math.toIntExact(costs.blockSize()), Math.toIntExact(costs.parallel()), KEY_BYTES);
            if (cancellation.isCancelled()) {
                Arrays.fill(key, (byte) 0);
            }
            cancellation.require();
            return key;
        } catch (OutOfMemoryError e) {
            throw new CodedException(MEMORY_SHORT,
                    "The key needs " + costs.mebibytes() + " MiB of memory, and there is not as much.", e);
        } finally {
            DERIVING.unlock();
            Arrays.fill(secret, (byte) 0);
            encoded.clear().put(new byte[encoded.capacity()]);
        }
    }

    private String random(int bytes) {
        byte[] made = new byte[bytes];
        random.nextBytes(made);
        return HexFormat.of().formatHex(made);
    }
}
