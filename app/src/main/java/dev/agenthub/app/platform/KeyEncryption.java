package dev.agenthub.app.platform;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.ScryptConfig;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * Turns a key into an encrypted PKCS#8 file and back: PBES2 (RFC 8018) with scrypt (RFC 7914) and AES-256-CBC, in PEM (RFC 7468),
 * which OpenSSL reads too.
 */
public final class KeyEncryption {
    public static final String PASSPHRASE_WRONG = "KEY_PASSPHRASE_WRONG";

    private static final String PEM = "ENCRYPTED PRIVATE KEY";
    private static final int BLOCK_SIZE = 8;
    private static final int SALT_BYTES = 16;
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private final int cost;

    private KeyEncryption(int cost) {
        this.cost = cost;
    }

    /** 128 MiB and about half a second for every guess. */
    public static KeyEncryption strong() {
        return new KeyEncryption(1 << 17);
    }

    /** For tests only: a passphrase guessed in no time. */
    static KeyEncryption weakForTests() {
        return new KeyEncryption(1 << 4);
    }

    byte[] encrypt(MemberKey key, char[] passphrase) {
        try {
            ScryptConfig scrypt = new ScryptConfig.Builder(cost, BLOCK_SIZE, 1).withSaltLength(SALT_BYTES).build();
            var encryptor = new JcePKCSPBEOutputEncryptorBuilder(scrypt, NISTObjectIdentifiers.id_aes256_CBC)
                    .setProvider(PROVIDER).build(passphrase);
            var info = PrivateKeyInfoFactory.createPrivateKeyInfo(key.parameters());
            byte[] der = new PKCS8EncryptedPrivateKeyInfoBuilder(info).build(encryptor).getEncoded();
            StringWriter text = new StringWriter();
            try (PemWriter pem = new PemWriter(text)) {
                pem.writeObject(new PemObject(PEM, der));
            }
            return text.toString().getBytes(StandardCharsets.US_ASCII);
        } catch (OperatorCreationException | IOException e) {
            throw new CodedException("KEY_ENCRYPTION_FAILED", "The key can’t be encrypted.", e);
        }
    }

    MemberKey decrypt(byte[] file, char[] passphrase) {
        PKCS8EncryptedPrivateKeyInfo encrypted = parse(file);
        try {
            var decryptor = new JcePKCSPBEInputDecryptorProviderBuilder().setProvider(PROVIDER).build(passphrase);
            AsymmetricKeyParameter key = PrivateKeyFactory.createKey(encrypted.decryptPrivateKeyInfo(decryptor));
            if (key instanceof Ed25519PrivateKeyParameters ed25519) {
                return MemberKey.of(ed25519);
            }
            throw new CodedException(KeyFiles.FILE_CORRUPT, "The key file holds another kind of key.");
        } catch (PKCSException | IOException | IllegalArgumentException e) {
            throw new CodedException(PASSPHRASE_WRONG, "This passphrase does not open the key.", e);
        }
    }

    private static PKCS8EncryptedPrivateKeyInfo parse(byte[] file) {
        try (PemReader pem = new PemReader(
                new InputStreamReader(new ByteArrayInputStream(file), StandardCharsets.US_ASCII))) {
            PemObject object = pem.readPemObject();
            if (object != null && object.getType().equals(PEM)) {
                return new PKCS8EncryptedPrivateKeyInfo(object.getContent());
            }
            throw new IOException("No " + PEM);
        } catch (IOException | IllegalArgumentException e) {
            throw new CodedException(KeyFiles.FILE_CORRUPT, "The key file is damaged.", e);
        }
    }
}
