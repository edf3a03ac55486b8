package dev.agenthub.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.JoinLink;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.DataFolders;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.RemoteAddress;
import dev.agenthub.app.platform.UnlockedKey;
import dev.agenthub.app.testing.ServedTeam;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.text.Hashes;
import dev.agenthub.app.ui.common.FxTaskRunner;
import dev.agenthub.app.ui.signin.EntranceScreen;
import dev.agenthub.app.ui.signin.SignInContext;
import dev.agenthub.app.ui.signin.SignedInMembers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.ListView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start screen in a window, with a backend served over TLS. */
class StartWindowTest {
    private static final String PASSPHRASE = "orbit velvet candle";

    @TempDir
    static Path folder;

    private static ServedTeam team;
    private static JoinLink link;

    @TempDir
    Path data;

    private final BlockingQueue<DesktopOptions> chosen = new LinkedBlockingQueue<>();
    private final FxTaskRunner tasks = new FxTaskRunner();
    private DeviceDestinations all;
    private Window window;

    @BeforeAll
    static void serve() {
        team = new ServedTeam(folder);
        link = JoinLink.parse(team.link()).orElseThrow();
    }

    @AfterAll
    static void stop() {
        team.close();
    }

    @BeforeEach
    void open() throws Exception {
        all = new DeviceDestinations(data, new DesktopOptions(DataFolders.of(data, false), false, 0));
        window = new Window();
    }

    @AfterEach
    void close() {
        window.close();
        tasks.close();
    }

    private void start() {
        window.show(window.onWindow(() -> new StartPlace(all, tasks, chosen::add).screen(null)));
        window.frame();
    }

    private void paste(String text) {
        window.onWindow(() -> {
            TextInputControl field = (TextInputControl) window.node("start-link");
            field.setText(text);
            field.requestFocus();
            return true;
        });
        window.frame();
    }

    private DesktopOptions choice() throws InterruptedException {
        DesktopOptions options = chosen.poll(60, TimeUnit.SECONDS);
        assertThat(options).isNotNull();
        return options;
    }

    private RemoteAddress server() {
        return new RemoteAddress(link.backend(), link.fingerprint());
    }

    @Test
    void offersToStartAloneOrToJoinOnANewDevice() throws Exception {
        start();
        window.picture("70-start");
        assertThat(all.onlyOne()).isEmpty();
        assertThat(focused()).isEqualTo("start-own");
        window.press(KeyCode.SPACE);
        assertThat(choice()).isEqualTo(all.own());
        window.resize(1000, 700);
        window.picture("71-start-small");
    }

    @Test
    void showsTheServerBeforeItAsksAndLeadsToTheEnrolmentWithTheCodeFilledIn() throws Exception {
        start();
        paste("  " + link.text().substring(0, 40) + "\n" + link.text().substring(40));
        window.awaitText("start-address", link.backend().toString());
        assertThat(window.text("start-fingerprint")).isEqualTo(Hashes.inChunks(team.fingerprint()));
        assertThat(all.known()).isEmpty();
        window.picture("72-start-link");
        window.resize(1000, 700);
        window.picture("73-start-link-small");
        window.press(KeyCode.ENTER);
        DesktopOptions options = choice();
        assertThat(options.connect()).isEqualTo(server());
        assertThat(options.toString()).doesNotContain(link.code());
        assertThat(all.known()).extracting(RemoteAddress::uri).containsExactly(link.backend());
        assertThat(all.onlyOne()).as("nobody has a key there yet").isEmpty();
        assertThat(options.folder()).isEqualTo(server().folder(data));
        assertThat(Files.exists(all.own().folder())).isFalse();

        KeyFiles keys = KeyFiles.in(options.folder());
        BlockingQueue<Session> sessions = new LinkedBlockingQueue<>();
        try (BackendClient client = BackendClient.elsewhere(server(), options.folder())) {
            EntranceScreen way = window.onWindow(() -> new EntranceScreen(TestServices.of(tasks, options.folder()),
                    keys, client, new SignInContext(() -> null, options.invitation(), () -> {}), sessions::add,
                    SignedInMembers.NOBODY));
            window.show(way.root());
            window.onWindow(() -> {
                way.shown();
                return true;
            });
            window.frame();
            assertThat(field("enrol-code")).isEqualTo(link.text());
            assertThat(focused()).isEqualTo("enrol-name");
            window.picture("74-join-filled");
            window.type("enrol-name", "Ada Lind");
            window.type("enrol-passphrase", PASSPHRASE);
            window.type("enrol-repeat", PASSPHRASE);
            window.click("enrol-submit");
            Session session = sessions.poll(60, TimeUnit.SECONDS);
            assertThat(session).isNotNull();
            session.signer().close();
            comesBackToTheirKey(client, keys);
        }
        assertThat(all.onlyOne()).map(DesktopOptions::folder).contains(options.folder());
    }

    /** With the link of a further invitation into the same organization. */
    private void comesBackToTheirKey(BackendClient client, KeyFiles keys) {
        CountDownLatch left = new CountDownLatch(1);
        try (UnlockedKey other = UnlockedKey.generate()) {
            keys.store("Somebody else", new UUID(1, 1), other, PASSPHRASE.toCharArray());
        }
        EntranceScreen way = window.onWindow(() -> new EntranceScreen(TestServices.of(tasks, data), keys, client,
                new SignInContext(() -> null, link.text(), left::countDown), _ -> {}, SignedInMembers.NOBODY));
        window.show(way.root());
        window.onWindow(() -> {
            way.shown();
            return true;
        });
        window.frame();
        assertThat(window.onWindow(() -> ((ListView<?>) window.node("signin-people"))
                .getSelectionModel().getSelectedItem().toString())).contains("Ada Lind");
        window.picture("75-join-with-a-key");
        window.click("signin-invited");
        assertThat(field("enrol-code")).isEqualTo(link.text());
        window.click("enrol-back");
        window.click("entrance-elsewhere");
        window.await("the way elsewhere", () -> left.getCount() == 0);
    }

    @Test
    void saysWhatIsWrongWithALinkAndTakesTheNextOne() throws Exception {
        start();
        window.click("start-join");
        window.awaitText("start-failure", "has to be copied whole");
        paste(link.code());
        window.click("start-join");
        window.awaitText("start-failure", "only the code");
        paste(new JoinLink(link.backend(), "0".repeat(64), link.code()).text());
        window.click("start-join");
        window.awaitText("start-failure", RemoteAddress.CERTIFICATE_CHANGED);
        assertThat(focused()).isEqualTo("start-link");
        window.resize(1000, 700);
        window.picture("76-start-other-certificate");
        paste(link.text().replace(":" + link.backend().getPort() + "/", ":1/"));
        window.click("start-join");
        window.awaitText("start-failure", BackendException.UNREACHABLE);
        assertThat(all.known()).isEmpty();
        paste(link.text());
        window.click("start-join");
        assertThat(choice().connect()).isEqualTo(server());
    }

    @Test
    void listsWhereThisDeviceWasUsed() throws Exception {
        Files.createDirectories(all.own().folder().resolve("postgres"));
        assertThat(all.onlyOne()).contains(all.own());
        RemoteAddress far = RemoteAddress.of("https://agenthub.example.com", null);
        RemoteAddress near = RemoteAddress.of("https://hub.northwind.example:8443", "a".repeat(64));
        for (RemoteAddress address : List.of(near, far)) {
            address.remember(address.folder(data));
        }
        Files.writeString(Files.createDirectories(data.resolve("at-damaged")).resolve("backend"), "nowhere\n");
        assertThat(all.onlyOne()).isEmpty();
        start();
        window.picture("77-start-places");
        assertThat(focused()).isEqualTo("start-here");
        assertThat(window.shows("start-own")).isFalse();
        window.click("start-at-2");
        assertThat(choice().folder()).isEqualTo(near.folder(data));
        window.click("start-at-1");
        assertThat(choice().folder()).isEqualTo(far.folder(data));
        window.click("start-here");
        assertThat(choice()).isEqualTo(all.own());
    }

    private String field(String id) {
        return window.onWindow(() -> ((TextInputControl) window.node(id)).getText());
    }

    private String focused() {
        return window.onWindow(() -> window.stage().getScene().getFocusOwner().getId());
    }
}
