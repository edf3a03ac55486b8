package dev.agenthub.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Key files that are forged or altered. */
final class HostileKeyFilesTest {
    private static final UUID ORG = UUID.fromString("0190f1c2-7a00-7000-8000-0000000000aa");
    private static final KeyFile.Owner ADA = new KeyFile.Owner("Ada", ORG, "Northwind", ORG);
    private static final String PASSPHRASE = "orbit velvet candle";
    /** Far below the smallest costs of a real file, far above what reading one takes. */
    private static final long FEW_BYTES = 64 << 20;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "'parallel\":1'     | 'parallel\":127'",
            "'parallel\":1'     | 'parallel\":0'",
            "'parallel\":1'     | 'parallel\":-1'",
            "'cost\":131072'    | 'cost\":4194304'",
            "'cost\":131072'    | 'cost\":1073741824'",
            "'cost\":131072'    | 'cost\":4294967296'",
            "'cost\":131072'    | 'cost\":65536'",
            "'cost\":131072'    | 'cost\":1'",
            "'cost\":131072'    | 'cost\":0'",
            "'cost\":131072'    | 'cost\":-131072'",
            "'cost\":131072'    | 'cost\":131073'",
            "'blockSize\":8'    | 'blockSize\":1'",
            "'blockSize\":8'    | 'blockSize\":0'",
            "'blockSize\":8'    | 'blockSize\":1024'",
            "'blockSize\":8'    | 'blockSize\":16777215'"})
    void refusesCostsOutOfBoundsAtOnceAndWithoutTheirMemory(String written, String changed) {
        byte[] file = strong(written, changed);
        assertRefusedAtOnce(KeyFiles.COSTS_OUT_OF_BOUNDS, () -> open(KeyEncryption.strong(), file));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "'version\":1'                | 'version\":2'          | KEY_FILE_UNSUPPORTED",
            "'name\":\"scrypt'            | 'name\":\"pbkdf2'      | KEY_FILE_UNSUPPORTED",
            "'cipher\":\"AES-256-GCM'     | 'cipher\":\"RC2'       | KEY_FILE_UNSUPPORTED",
            "'cipher\":\"AES-256-GCM'     | 'cipher\":\"AES-256-CBC' | KEY_FILE_UNSUPPORTED",
            "'format\":\"agenthub-key'    | 'format\":\"other-key' | KEY_FILE_NOT_OURS",
            "'cost\":131072'              | 'cost\":1e999999999'   | KEY_FILE_CORRUPT",
            "'parallel\":1'               | 'parallel\":9223372036854775807' | KEY_FILE_CORRUPT",
            "'cost\":131072'              | 'cost\":4611686018427387904' | KEY_FILE_CORRUPT",
            "'cost\":131072'              | 'cost\":1.5'           | KEY_FILE_CORRUPT",
            "'cost\":131072'              | 'cost\":\"131072\"'    | KEY_FILE_CORRUPT",
            "'cost\":131072'              | 'cost\":131072,\"cost\":131072' | KEY_FILE_CORRUPT",
            "'cost\":131072'              | 'cost\": 131072'       | KEY_FILE_CORRUPT",
            "'\"version\":1'              | '\"version\":1,\"x\":1' | KEY_FILE_CORRUPT",
            "'salt\":\"'                  | 'salt\":\"00'          | KEY_FILE_CORRUPT",
            "'nonce\":\"'                 | 'nonce\":\"00'         | KEY_FILE_CORRUPT",
            "'sealed\":\"'                | 'sealed\":\"00'        | KEY_FILE_CORRUPT",
            "'sealed\":\"'                | 'sealed\":\"x'         | KEY_FILE_CORRUPT",
            "'org\":\"'                   | 'org\":\"x'            | KEY_FILE_CORRUPT"})
    void refusesWhatItWouldNotWriteByACodeOfItsOwn(String written, String changed, String code) {
        byte[] file = strong(written, changed);
        assertRefusedAtOnce(code, () -> open(KeyEncryption.strong(), file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{}", "[]", "null", "\u0000", "not a key",
            "-----BEGIN PRIVATE KEY-----\nMC4=",
            "{\"format\":7}"})
    void refusesWhatIsNoKeyFile(String content) {
        assertRefusedAtOnce(KeyFiles.FILE_NOT_OURS,
                () -> open(KeyEncryption.strong(), content.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void saysThatAFileHasTheEarlierFormat() {
        byte[] pem = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGjMF8GCSqGSIb3DQEFDTBS\n-----END ENCRYPTED PRIVATE KEY-----\n"
                .getBytes(StandardCharsets.US_ASCII);
        assertRefusedAtOnce(KeyFiles.FILE_EARLIER, () -> open(KeyEncryption.strong(), pem));
    }

    @Test
    void refusesAFileInWhichAnyBitDiffers() {
        KeyEncryption weak = KeyEncryption.weakForTests();
        byte[] good = weak.seal(ADA, UnlockedKey.generate(), PASSPHRASE.toCharArray());
        for (int at = 0; at < good.length; at++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] bad = good.clone();
                bad[at] ^= (byte) (1 << bit);
                assertThatThrownBy(() -> open(weak, bad)).as("byte %s, bit %s", at, bit)
                        .isInstanceOf(CodedException.class);
            }
        }
        assertThat(open(weak, good).keyId()).hasSize(16);
    }

    @Test
    void refusesAFileThatIsCutOffAnywhereOrGoesOn() {
        KeyEncryption weak = KeyEncryption.weakForTests();
        byte[] good = weak.seal(ADA, UnlockedKey.generate(), PASSPHRASE.toCharArray());
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> open(weak, cut)).as("%s bytes", length).isInstanceOf(CodedException.class);
        }
        assertCode(KeyFiles.FILE_CORRUPT, () -> open(weak, Arrays.copyOf(good, good.length + 1)));
    }

    @Test
    void refusesAHugeFileWithoutReadingIt() throws IOException {
        Path huge = folder.resolve("huge.key");
        try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
        KeyFiles files = KeyFiles.in(folder);
        assertRefusedAtOnce(KeyFiles.FILE_NOT_OURS,
                () -> files.restore(huge, PASSPHRASE.toCharArray(), new Cancellation()));
    }

    @Test
    void listsTheOthersBesideAHugeCard() throws IOException {
        KeyFiles files = new KeyFiles(folder, KeyEncryption.weakForTests());
        files.store("Ada", ORG, UnlockedKey.generate(), PASSPHRASE.toCharArray());
        try (RandomAccessFile sparse = new RandomAccessFile(folder.resolve("huge.json").toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
        KeyFiles.Listing listing = files.list();
        assertThat(listing.cards()).extracting(KeyCard::name).containsExactly("Ada");
        assertThat(listing.damaged()).hasSize(1);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void doesNotWaitForAPipeInTheFolder() throws IOException, InterruptedException {
        KeyFiles files = new KeyFiles(folder, KeyEncryption.weakForTests());
        KeyCard card = files.store("Ada", ORG, UnlockedKey.generate(), PASSPHRASE.toCharArray());
        Files.delete(folder.resolve(card.file()));
        for (String name : new String[]{card.file(), "pipe.json"}) {
            assertThat(new ProcessBuilder("mkfifo", folder.resolve(name).toString()).start().waitFor()).isZero();
        }
        assertThat(files.list().damaged()).hasSize(1);
        assertCode(KeyFiles.FILE_CORRUPT, () -> files.unlock(card, PASSPHRASE.toCharArray(), new Cancellation()));
    }

    @Test
    void computesNothingOnceItIsCancelled() {
        byte[] file = strong("\"version\":1", "\"version\":1");
        Cancellation cancelled = new Cancellation();
        cancelled.cancel();
        KeyEncryption strong = KeyEncryption.strong();
        assertRefusedAtOnce(Cancellation.CANCELLED, () -> strong.open(strong.read(file),
                PASSPHRASE.toCharArray(), cancelled));
    }

    @Test
    void leavesThePassphraseToItsCaller() {
        char[] passphrase = PASSPHRASE.toCharArray();
        open(KeyEncryption.weakForTests(),
                KeyEncryption.weakForTests().seal(ADA, UnlockedKey.generate(), passphrase));
        assertThat(passphrase).containsExactly(PASSPHRASE.toCharArray());
    }

    /** A file with real costs whose sealed key nobody gets to see, since its parameters differ. */
    private static byte[] strong(String written, String changed) {
        KeyFile file = new KeyFile(ADA, "05af1c33d2e09b71", KeyCosts.STRONG, "00".repeat(KeyFile.SALT_BYTES),
                "00".repeat(KeyFile.NONCE_BYTES), "00".repeat(KeyFile.SEALED_BYTES));
        String text = new String(file.bytes(), StandardCharsets.UTF_8);
        assertThat(text).contains(written);
        return text.replace(written, changed).getBytes(StandardCharsets.UTF_8);
    }

    private static UnlockedKey open(KeyEncryption encryption, byte[] file) {
        return encryption.open(encryption.read(file), PASSPHRASE.toCharArray(), new Cancellation());
    }

    private static void assertRefusedAtOnce(String code, ThrowingCallable call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long cpu = threads.getCurrentThreadCpuTime();
        assertCode(code, call);
        assertThat(threads.getCurrentThreadAllocatedBytes() - bytes).isLessThan(FEW_BYTES);
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - cpu)).isLessThan(Duration.ofMillis(500));
    }

    private static void assertCode(String code, ThrowingCallable call) {
        assertThatThrownBy(call).asInstanceOf(InstanceOfAssertFactories.type(CodedException.class))
                .extracting(CodedException::code).isEqualTo(code);
    }
}
