package dev.agenthub.app.ui.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.platform.Cancellation;
import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.platform.KeyEncryption;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.platform.UnlockedKey;
import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.LayoutFaults;
import dev.agenthub.app.testing.ScriptedDialogs;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.testing.WindowSize;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.TextSize;
import dev.agenthub.app.ui.common.Theme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves a key from one machine to another with the backup and restore screens. */
final class KeyCopyWindowTest {
    private static final String PASSPHRASE = "orbit velvet candle";

    private final ScriptedDialogs dialogs = new ScriptedDialogs();

    @TempDir
    private Path folder;

    @Test
    void takesAKeyToAnotherMachine() throws Exception {
        KeyFiles here = new KeyFiles(folder.resolve("here"), QuickKeys.encryption());
        KeyFiles there = new KeyFiles(folder.resolve("there"), QuickKeys.encryption());
        Path backup = folder.resolve("ada.key");
        try (TestBackend backend = new TestBackend();
                BackendClient client = new BackendClient(backend.uri());
                Window window = new Window()) {
            KeyCard card;
            try (UnlockedKey key = UnlockedKey.generate()) {
                card = here.store("Ada Lind", TestBackend.ORG, key, PASSPHRASE.toCharArray());
            }
            show(window, here, client);
            window.click("signin-backup");
            assertThat(window.text("copy-hint")).contains("Ada Lind");
            fill(window, "not this one", backup);
            window.awaitText("copy-failure", KeyEncryption.PASSPHRASE_WRONG);
            assertThat(backup).doesNotExist();
            fill(window, PASSPHRASE, backup);
            window.awaitText("copy-result", backup.toString());
            window.picture("65-key-backup");
            window.click("copy-back");
            window.awaitShown("signin-backup");

            show(window, there, client);
            assertThat(window.shows("signin-backup")).isFalse();
            window.click("signin-restore");
            fill(window, PASSPHRASE, Files.writeString(folder.resolve("other.key"), "no key"));
            window.awaitText("copy-failure", KeyFiles.FILE_NOT_OURS);
            fill(window, PASSPHRASE, backup);
            window.awaitText("copy-result", "Ada Lind");
            window.picture("66-key-restored");
            window.click("copy-back");
            window.awaitShown("signin-person-" + card.key());
        }
        KeyCard restored = there.list().cards().getFirst();
        try (UnlockedKey key = there.unlock(restored, PASSPHRASE.toCharArray(), new Cancellation())) {
            assertThat(key.keyId()).isEqualTo(here.list().cards().getFirst().key());
        }
    }

    @Test
    void showsWhoHasAKeyWholeInSmallWindowsAndLargeWords() throws Exception {
        KeyFiles keys = QuickKeys.in(folder);
        for (String name : List.of("Ada Lind", "Maximiliane von Hohenstein-Wittgenstein", "ﷺ 漢字 Ågot")) {
            try (UnlockedKey key = UnlockedKey.generate()) {
                keys.store(name, TestBackend.ORG, key, PASSPHRASE.toCharArray());
            }
        }
        try (TestBackend backend = new TestBackend();
                BackendClient client = new BackendClient(backend.uri());
                Window window = new Window()) {
            show(window, keys, client);
            for (Theme theme : Theme.values()) {
                for (WindowSize size : List.of(WindowSize.SMALLEST, WindowSize.DEFAULT)) {
                    for (int percent : List.of(100, 200)) {
                        window.onWindow(() -> {
                            theme.use();
                            window.textSize().set(percent);
                            return true;
                        });
                        window.resize(size.width(), size.height());
                        assertThat(window.onWindow(() -> LayoutFaults.of(window.stage().getScene()))).isEmpty();
                        window.picture("67-sign-in-" + theme.name().toLowerCase(Locale.ROOT) + "-" + size + "-"
                                + percent);
                    }
                }
            }
        }
    }

    private void show(Window window, KeyFiles keys, BackendClient client) {
        AppServices services = new AppServices(new ImmediateTasks(), dialogs, _ -> {}, folder, InstantSource.system(),
                ZoneOffset.UTC, new TextSize());
        EntranceScreen screen = window
                .onWindow(() -> new EntranceScreen(services, keys, client, SignInContext.of(() -> null), _ -> {},
                        SignedInMembers.NOBODY));
        window.show(screen.root());
        window.onWindow(() -> {
            screen.shown();
            return true;
        });
        window.frame();
    }

    private void fill(Window window, String passphrase, Path file) {
        window.awaitShown("copy-passphrase");
        window.type("copy-passphrase", passphrase);
        dialogs.answer(file);
        window.click("copy-submit");
    }
}
