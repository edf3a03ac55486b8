package dev.agenthub.server.connectors.vault;

import dev.agenthub.db.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the credentials stored in the database, so that rows are useless without the keys, which are outside of it.
 *
 * <p>AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D) under a key for each workspace, derived from
 * a master key (HKDF-SHA256, RFC 5869). A credential is bound to its place and version: copied to another
 * organization, workspace, connection or column, or restored after a newer version, it cannot be decrypted.
 * The format is {@code 1 || master key's id (8) || nonce (12) || ciphertext || tag (16)}. Thread-safe.
 */
public final class CredentialVault {
    /** Length of a master key, in bytes. */
    public static final int KEY_LENGTH = 32;

    private static final byte FORM = 1;
    private static final int ID_LENGTH = 8;
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;
    private static final int HEAD_LENGTH = 1 + ID_LENGTH + NONCE_LENGTH;

    private final @Nullable VaultKeys source;
    private volatile List<MasterKey> keys;
    private final SecureRandom random = new SecureRandom();

    /** What a stored credential is. */
    public enum Use {
        /** The key or access token that calls are made with. */
        TOKEN,
        /** The refresh token. */
        REFRESH,
        /** The OAuth client's secret at an authorization server. */
        CLIENT,
        /** The PKCE code verifier of an authorization in progress (RFC 7636). */
        VERIFIER,
        /** The device code of an authorization in progress (RFC 8628). */
        DEVICE
    }

    /**
     * The place that a stored credential is bound to.
     *
     * @param owner the connection; for {@link Use#CLIENT} the connector, for {@link Use#VERIFIER} and {@link Use#DEVICE} the attempt
     * @param version the number of the credential among those stored there one after the other
     */
    public record Place(UUID org, UUID workspace, UUID owner, int version, Use use) {

        /** The place of another credential of the same owner and version. */
        public Place as(Use other) {
            return new Place(org, workspace, owner, version, other);
        }

        private byte[] bytes() {
            return ascii("agenthub/vault/v1\n" + org + "|" + workspace + "|" + owner + "|" + version + "|"
                    + use.name().toLowerCase(Locale.ROOT));
        }
    }

    private record MasterKey(ByteString id, SecretBytes key) {
        static MasterKey of(SecretBytes secret) {
            byte[] bytes = secret.bytes();
            if (bytes.length != KEY_LENGTH) {
                throw new IllegalArgumentException("The key of the vault has " + bytes.length + " bytes");
            }
            return new MasterKey(new Buffer().writeUtf8("agenthub/vault/v1/key\n").write(bytes).sha256().substring(0,
                    ID_LENGTH), secret);
        }

        SecretKey of(Place place) throws GeneralSecurityException {
            return KDF.getInstance("HKDF-SHA256").deriveKey("AES", HKDFParameterSpec.ofExtract().addIKM(key.bytes())
                    .thenExpand(ascii("agenthub/vault/v1|" + place.org() + "|" + place.workspace()), KEY_LENGTH));
        }
    }

    /** With one master key. */
    public CredentialVault(SecretBytes key) {
        this.source = null;
        this.keys = List.of(MasterKey.of(key));
    }

    /** With several master keys, of which the first encrypts. */
    public CredentialVault(VaultKeys source) {
        this.source = source;
        this.keys = masters(source);
    }

    private static List<MasterKey> masters(VaultKeys source) {
        return source.all().stream().map(MasterKey::of).toList();
    }

    /** Reads the master keys again: another process may have rotated them. */
    void reload() {
        if (source != null) {
            keys = masters(source);
        }
    }

    /** Whether there are earlier master keys, which only decrypt. */
    boolean hasEarlier() {
        return keys.size() > 1;
    }

    void forgetEarlier(Instant now) {
        if (source != null) {
            source.forgetEarlier(now);
        }
    }

    /** The id of the master key that encrypts now. */
    byte[] currentId() {
        return keys.getFirst().id().toByteArray();
    }

    /** Encrypts the credential for its place; the result differs each time. */
    public byte[] seal(Place place, SecretBytes credential) {
        MasterKey master = keys.getFirst();
        byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, master.of(place), nonce, place).doFinal(credential.bytes());
            return ByteBuffer.allocate(HEAD_LENGTH + sealed.length).put(FORM).put(master.id().toByteArray()).put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not available", e);
        }
    }

    /**
     * Decrypts a credential.
     *
     * @throws CredentialSealedException where it was altered, or encrypted with an unknown key or for another place
     */
    public SecretBytes open(Place place, byte[] sealed) throws CredentialSealedException {
        if (sealed.length < HEAD_LENGTH + TAG_BITS / 8 || sealed[0] != FORM) {
            throw new CredentialSealedException("A sealed credential has an unknown form");
        }
        MasterKey master = master(sealed);
        byte[] nonce = Arrays.copyOfRange(sealed, 1 + ID_LENGTH, HEAD_LENGTH);
        try {
            byte[] opened = cipher(Cipher.DECRYPT_MODE, master.of(place), nonce, place)
                    .doFinal(sealed, HEAD_LENGTH, sealed.length - HEAD_LENGTH);
            return SecretBytes.of(opened);
        } catch (AEADBadTagException e) {
            throw new CredentialSealedException("A sealed credential does not open at its place");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not available", e);
        }
    }

    private MasterKey master(byte[] sealed) throws CredentialSealedException {
        Optional<MasterKey> known = find(sealed);
        if (known.isEmpty()) {
            reload();
            known = find(sealed);
        }
        return known.orElseThrow(
                () -> new CredentialSealedException("A credential was sealed with a key that is not here"));
    }

    private Optional<MasterKey> find(byte[] sealed) {
        return keys.stream().filter(key -> key.id().rangeEquals(0, sealed, 1, ID_LENGTH)).findFirst();
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, Place place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.bytes());
        return cipher;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
