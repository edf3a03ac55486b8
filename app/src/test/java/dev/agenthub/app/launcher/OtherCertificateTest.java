package dev.agenthub.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.client.Enrolment;
import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.platform.RemoteAddress;
import dev.agenthub.app.testing.OpenDesktop;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.TlsProxy;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.DesktopFlow;
import dev.agenthub.app.ui.common.FxTaskRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another server replaces a served backend while a member is signed in. */
final class OtherCertificateTest {
    private static final String PASSPHRASE = "orbit velvet candle";

    @TempDir
    private Path folder;

    @Test
    void isSaidWithWhatToDoAndHearsNothing() throws Exception {
        KeyFiles keys = QuickKeys.in(folder);
        ServeProcess served = new ServeProcess(folder.resolve("data"));
        RemoteAddress address = RemoteAddress.of(served.link(), null);
        try (BackendClient client = BackendClient.elsewhere(address, folder.resolve("known"));
                FxTaskRunner tasks = new FxTaskRunner();
                Window window = new Window()) {
            Enrolment.enrol(keys, client, "Ada Lind", PASSPHRASE.toCharArray(),
                    InvitationCode.parse(served.link()).orElseThrow()).signer().close();
            List<Session> sessions = new ArrayList<>();
            DesktopFlow flow = OpenDesktop.begin(window, PASSPHRASE, TestServices.of(tasks, folder), keys, client,
                    sessions::add);

            served.end();
            window.awaitText("inbox-link", "Connection lost");
            try (TlsProxy other = new TlsProxy(folder.resolve("other"), served.uri(), served.uri().getPort())) {
                window.awaitText("connection-notice", "shows another certificate than the one it is known by");
                assertThat(window.text("connection-notice")).contains("nothing is sent to it",
                        "agenthub certificate trust https://" + address.uri().getAuthority() + " --pin");
                window.frame();
                window.picture("99-other-certificate");
                window.resize(1000, 700);
                window.picture("99-other-certificate-1000x700");
                assertThatThrownBy(() -> sessions.getFirst().client().policies()).isInstanceOfSatisfying(
                        BackendException.class, e -> {
                            assertThat(e.code()).isEqualTo(RemoteAddress.CERTIFICATE_CHANGED);
                            assertThat(e).hasMessageContaining(address.fingerprint()).hasMessageContaining(other
                                    .fingerprint());
                        });
                assertThat(other.requests()).as("not even the session's token").isZero();
            }
            window.end(flow);
        } finally {
            served.close();
        }
    }
}
