package dev.agenthub.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.statement.Ed25519Keys;
import dev.agenthub.evidence.statement.PublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class KeyFilesTest {
    private static final UUID ORG = UUID.fromString("0190f1c2-7a00-7000-8000-0000000000aa");

    @TempDir
    private Path folder;
    private KeyFiles files;

    @BeforeEach
    void open() {
        files = new KeyFiles(folder.resolve("keys"), KeyEncryption.weakForTests());
    }

    @Test
    void opensTheKeyAgainWithItsPassphrase() {
        UnlockedKey key = UnlockedKey.generate();
        KeyCard card = files.store("Ada Lind", ORG, key, "orbit vélvet 🕯".toCharArray());

        UnlockedKey again = files.unlock(card, "orbit vélvet 🕯".toCharArray(), new Cancellation());

        byte[] message = "hello".getBytes(StandardCharsets.UTF_8);
        assertThat(Ed25519Keys.isValid(key.publicKey(), message, again.sign(message))).isTrue();
        assertThat(again.keyId()).isEqualTo(PublicKey.id(key.publicKey()));
        assertThat(card.file()).isEqualTo("ada-lind.key");
    }

    @Test
    void saysThatThePassphraseIsWrongAndLosesNothing() throws IOException {
        KeyCard card = files.store("Ada", ORG, UnlockedKey.generate(), "right".toCharArray());
        byte[] before = Files.readAllBytes(file(card));

        for (int i = 0; i < 300; i++) {
            String wrong = "wrong " + i;
            assertCode(KeyEncryption.PASSPHRASE_WRONG,
                    () -> files.unlock(card, wrong.toCharArray(), new Cancellation()));
        }

        assertThat(file(card)).hasBinaryContent(before);
        assertThat(files.unlock(card, "right".toCharArray(), new Cancellation()).keyId()).isEqualTo(card.key());
    }

    @Test
    void saysThatTheFileIsDamagedWhicheverByteIs() throws IOException {
        KeyCard card = files.store("Ada", ORG, UnlockedKey.generate(), "right".toCharArray());
        byte[] good = Files.readAllBytes(file(card));
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(file(card), bad);
            assertCode(KeyFiles.FILE_CORRUPT, () -> files.unlock(card, "right".toCharArray(), new Cancellation()));
            assertThat(file(card)).hasBinaryContent(bad);
        }
    }

    @Test
    void saysThatTheFileIsDamagedWhenItIsEmptyOrGone() throws IOException {
        KeyCard card = files.store("Ada", ORG, UnlockedKey.generate(), "right".toCharArray());
        Files.write(file(card), new byte[0]);
        assertCode(KeyFiles.FILE_CORRUPT, () -> files.unlock(card, "right".toCharArray(), new Cancellation()));
        Files.delete(file(card));
        assertCode(KeyFiles.FILE_CORRUPT, () -> files.unlock(card, "right".toCharArray(), new Cancellation()));
    }

    @Test
    void refusesAKeyThatIsNotTheOneOnItsCard() throws IOException {
        KeyCard ada = files.store("Ada", ORG, UnlockedKey.generate(), "same".toCharArray());
        KeyCard ben = files.store("Ben", ORG, UnlockedKey.generate(), "same".toCharArray());
        Files.copy(file(ben), file(ada), StandardCopyOption.REPLACE_EXISTING);
        KeyCard forged = new KeyCard("Ada", ORG, null, null, ada.key(), ada.publicKey(), ada.file(), ben.fileDigest());
        assertCode(KeyFiles.FILE_CORRUPT, () -> files.unlock(forged, "same".toCharArray(), new Cancellation()));
    }

    @Test
    void listsTheOthersBesideADamagedCard() throws IOException {
        files.store("Ada", ORG, UnlockedKey.generate(), "right".toCharArray());
        Files.writeString(folder.resolve("keys/broken.json"), "{\"name\":");
        Files.writeString(folder.resolve("keys/partial.json"), "{\"name\":\"Eve\"}");
        Files.writeString(folder.resolve("keys/climbing.json"), """
                {"name":"Eve","org":"%s","key":"k","publicKey":"","file":"../../other.key","fileDigest":""}
                """.formatted(ORG));

        KeyFiles.Listing listing = files.list();

        assertThat(listing.cards()).extracting(KeyCard::name).containsExactly("Ada");
        assertThat(listing.damaged()).hasSize(3).allMatch(damage -> damage.code().equals(KeyFiles.FILE_CORRUPT));
    }

    @Test
    void neverOverwritesTheKeyOfSomebodyOfTheSameName() {
        KeyCard first = files.store("Ada Lind", ORG, UnlockedKey.generate(), "one".toCharArray());
        KeyCard second = files.store("ada lind!", ORG, UnlockedKey.generate(), "two".toCharArray());

        assertThat(second.file()).isNotEqualTo(first.file());
        assertThat(files.unlock(first, "one".toCharArray(), new Cancellation()).keyId()).isEqualTo(first.key());
        assertThat(files.unlock(second, "two".toCharArray(), new Cancellation()).keyId()).isEqualTo(second.key());
    }

    @Test
    void remembersTheConfirmedEnrolmentAndNeverRemovesItsKey() {
        KeyCard card = files.store("Ada", ORG, UnlockedKey.generate(), "right".toCharArray());
        UUID member = UUID.randomUUID();
        files.confirm(card, member, "Northwind");

        KeyCard listed = files.list().cards().getFirst();
        assertThat(listed.member()).isEqualTo(member);
        assertThat(listed.organization()).isEqualTo("Northwind");
        assertThatThrownBy(() -> files.discard(listed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void restoresABackupOnAnotherDeviceWithAllThatIsKnownOfIt() throws IOException {
        KeyCard card = files.confirm(files.store("Ada Lind", ORG, UnlockedKey.generate(), "right".toCharArray()),
                UUID.randomUUID(), "Northwind");
        Path backup = folder.resolve("ada.key");
        files.backUp(card, "right".toCharArray(), backup, new Cancellation());

        KeyFiles other = new KeyFiles(folder.resolve("elsewhere/keys"), KeyEncryption.weakForTests());
        KeyCard restored = other.restore(backup, "right".toCharArray(), new Cancellation());

        assertThat(restored).usingRecursiveComparison().ignoringFields("fileDigest").isEqualTo(card);
        assertThat(other.list().cards()).containsExactly(restored);
        assertThat(other.unlock(restored, "right".toCharArray(), new Cancellation()).keyId()).isEqualTo(card.key());
        assertCode(KeyFiles.ALREADY_HERE, () -> other.restore(backup, "right".toCharArray(), new Cancellation()));
    }

    @Test
    void writesABackupOnlyWithThePassphraseThatOpensItAgain() {
        KeyCard card = files.store("Ada", ORG, UnlockedKey.generate(), "right".toCharArray());
        Path backup = folder.resolve("ada.key");

        assertCode(KeyEncryption.PASSPHRASE_WRONG,
                () -> files.backUp(card, "wrong".toCharArray(), backup, new Cancellation()));

        assertThat(backup).doesNotExist();
    }

    @Test
    void restoresNothingFromABackupThatWasChangedOrUnderAnotherPassphrase() throws IOException {
        KeyCard card = files.store("Ada", ORG, UnlockedKey.generate(), "right".toCharArray());
        Path backup = folder.resolve("ada.key");
        files.backUp(card, "right".toCharArray(), backup, new Cancellation());
        KeyFiles other = new KeyFiles(folder.resolve("elsewhere"), KeyEncryption.weakForTests());

        assertCode(KeyEncryption.PASSPHRASE_WRONG,
                () -> other.restore(backup, "wrong".toCharArray(), new Cancellation()));
        Files.writeString(backup, Files.readString(backup).replace("\"name\":\"Ada\"", "\"name\":\"Eve\""));
        assertCode(KeyEncryption.PASSPHRASE_WRONG,
                () -> other.restore(backup, "right".toCharArray(), new Cancellation()));

        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void putsABackupInTheSteadOfADamagedFileAndLeavesThatAsItIs() throws IOException {
        KeyCard card = files.store("Ada", ORG, UnlockedKey.generate(), "right".toCharArray());
        Path backup = folder.resolve("ada.key");
        files.backUp(card, "right".toCharArray(), backup, new Cancellation());
        Files.writeString(file(card), "torn");

        KeyCard restored = files.restore(backup, "right".toCharArray(), new Cancellation());

        assertThat(files.list().cards()).containsExactly(restored);
        assertThat(files.unlock(restored, "right".toCharArray(), new Cancellation()).keyId()).isEqualTo(card.key());
        assertThat(file(card)).hasContent("torn");
    }

    @Test
    void refusesACardThatGivesAKeyToAnotherPersonOrOrganization() {
        KeyCard card = files.store("Ada", ORG, UnlockedKey.generate(), "right".toCharArray());
        KeyCard elsewhere = new KeyCard("Ada", UUID.randomUUID(), null, null, card.key(), card.publicKey(), card.file(),
                card.fileDigest());
        KeyCard renamed = new KeyCard("Eve", ORG, null, null, card.key(), card.publicKey(), card.file(),
                card.fileDigest());

        assertCode(KeyFiles.FILE_CORRUPT,
                () -> files.unlock(elsewhere, "right".toCharArray(), new Cancellation()));
        assertCode(KeyFiles.FILE_CORRUPT, () -> files.unlock(renamed, "right".toCharArray(), new Cancellation()));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void writesBackupsThatOnlyTheirOwnerCanRead() throws IOException {
        KeyCard card = files.store("Ada", ORG, UnlockedKey.generate(), "right".toCharArray());
        Path backup = folder.resolve("ada.key");
        files.backUp(card, "right".toCharArray(), backup, new Cancellation());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup))).isEqualTo("rw-------");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void writesFilesThatOnlyTheirOwnerCanRead() throws IOException {
        KeyCard card = files.store("Ada", ORG, UnlockedKey.generate(), "right".toCharArray());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(card)))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("keys"))))
                .isEqualTo("rwx------");
        assertThat(folder.resolve("keys")).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void saysWhyAKeyCanNotBeWritten() throws IOException {
        Files.writeString(folder.resolve("keys"), "a file where a folder should be");
        assertCode(KeyFiles.FOLDER_UNUSABLE,
                () -> files.store("Ada", ORG, UnlockedKey.generate(), "right".toCharArray()));
    }

    @Test
    void signsNothingOnceItIsLocked() {
        UnlockedKey key = UnlockedKey.generate();
        key.close();
        assertCode("KEY_LOCKED", () -> key.sign(new byte[0]));
        assertThat(key.toString()).doesNotContain("seed");
    }

    private Path file(KeyCard card) {
        return folder.resolve("keys").resolve(card.file());
    }

    private static void assertCode(String code, ThrowingCallable call) {
        assertThatThrownBy(call).asInstanceOf(InstanceOfAssertFactories.type(CodedException.class))
                .extracting(CodedException::code).isEqualTo(code);
    }
}
