package dev.agenthub.app.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.platform.KeyEncryption;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.platform.UnlockedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code agenthub keys} lists, backs up and restores keys without a backend. */
final class KeysCommandTest {
    private static final String PASSPHRASE = "orbit velvet candle";

    private final Path folder;
    private final Path backup;
    private KeyCard ada;

    KeysCommandTest(@TempDir Path folder) {
        this.folder = folder;
        this.backup = folder.resolve("ada.key");
    }

    @BeforeEach
    void makeAKey() {
        KeyFiles keys = QuickKeys.in(folder.resolve("here/own"));
        try (UnlockedKey key = UnlockedKey.generate()) {
            ada = keys.confirm(keys.store("Ada Lind", UUID.randomUUID(), key, PASSPHRASE.toCharArray()),
                    UUID.randomUUID(), "Northwind");
        }
    }

    @Test
    void takesAKeyToAnotherDevice() {
        assertThat(keys("here", PASSPHRASE, "backup", backup.toString()).exitCode()).isZero();

        CommandRun restored = keys("there", PASSPHRASE, "restore", backup.toString());

        assertThat(restored.err()).contains(ada.key(), "Ada Lind").doesNotContain(PASSPHRASE);
        assertThat(restored.exitCode()).isZero();
        assertThat(keys("there", PASSPHRASE, "list").out()).isEqualTo(ada.key() + "  Ada Lind  Northwind\n");
        refused("KEY_ALREADY_HERE", keys("there", PASSPHRASE, "restore", backup.toString()));
    }

    @Test
    void refusesByACodeAndLeavesFilesAsTheyAre() throws IOException {
        refused("KEY_PASSPHRASE_WRONG", keys("here", "not this one", "backup", backup.toString()));
        assertThat(backup).doesNotExist();

        Files.writeString(backup, "something else");
        refused("FILE_EXISTS", keys("here", PASSPHRASE, "backup", backup.toString()));
        refused("KEY_FILE_NOT_OURS", keys("there", PASSPHRASE, "restore", backup.toString()));
        assertThat(backup).hasContent("something else");

        Files.writeString(backup, "-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
        refused("KEY_FILE_EARLIER_FORMAT", keys("there", PASSPHRASE, "restore", backup.toString()));
        refused("KEY_BACKUP_UNWRITABLE",
                keys("here", PASSPHRASE, "backup", folder.resolve("nowhere/ada.key").toString()));
        assertThat(folder.resolve("there/own/keys")).doesNotExist();
    }

    @Test
    void makesKeysThatAreAsHardToGuessAsTheDesktops() throws IOException {
        KeyEncryption encryption = Passphrase.of(Map.of(Passphrase.VARIABLE, PASSPHRASE)).encryption();
        try (UnlockedKey key = UnlockedKey.generate()) {
            KeyFiles.in(folder, encryption).store("Bea", UUID.randomUUID(), key, PASSPHRASE.toCharArray());
        }

        try (Stream<Path> files = Files.list(folder.resolve("keys"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".key"))).singleElement()
                    .satisfies(file -> assertThat(Files.readString(file)).contains("\"cost\":131072"));
        }
    }

    private static void refused(String code, CommandRun run) {
        assertThat(run.err()).endsWith("[" + code + "]\n").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    private CommandRun keys(String device, String passphrase, String... arguments) {
        return CommandRun.withEnvironment(Map.of(Passphrase.VARIABLE, passphrase),
                Stream.of(Stream.of("keys"), Stream.of(arguments),
                        Stream.of("--data", folder.resolve(device).toString())).flatMap(part -> part)
                        .toArray(String[]::new));
    }
}
