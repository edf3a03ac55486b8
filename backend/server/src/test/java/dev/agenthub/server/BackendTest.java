package dev.agenthub.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.Health;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.db.PreparedFolder;
import dev.agenthub.db.failure.StartupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests the embedded backend as the desktop starts it. */
class BackendTest {

    @Test
    void bringsUpTheSampleOrganizationAndKeepsItBetweenStarts(@TempDir Path folder) {
        PreparedFolder.copyTo(folder);
        TestMember owner;
        try (Backend backend = Backend.startEmbedded(new BackendConfig(folder, 0, true))) {
            assertThat(new TestClient(backend.uri(), null).get("/v1/health").as(Health.class).status()).isEqualTo("ok");
            assertThatThrownBy(() -> Backend.startEmbedded(new BackendConfig(folder, 0, true)))
                    .isInstanceOfSatisfying(StartupException.class,
                            e -> assertThat(e.code()).isEqualTo("DATA_FOLDER_IN_USE"))
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));

            owner = TestMember.enrol(backend.uri(), Objects.requireNonNull(backend.ownerInvitation()), "Ada");

            assertThat(backend.ownerInvitation()).isNull();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(states(owner, backend))
                    .containsExactlyInAnyOrder(RequestState.EXECUTED, RequestState.PENDING, RequestState.PENDING,
                            RequestState.PENDING));
        }
        try (Backend again = Backend.startEmbedded(new BackendConfig(folder, 0, true))) {
            assertThat(again.ownerInvitation()).isNull();
            assertThat(states(owner, again)).hasSize(4);
        }
    }

    private static List<RequestState> states(TestMember member, Backend backend) {
        String body = member.signedInAt(backend.uri()).get("/v1/requests?state=all").body();
        JsonMapper mapper = new JsonMapper();
        JsonNode items = mapper.readTree(body).get("items");
        return List.of(mapper.treeToValue(items, RequestSummary[].class)).stream().map(RequestSummary::state).toList();
    }

    @Test
    void startsAnEmptyOrganizationOfOnesOwn(@TempDir Path folder) {
        try (Backend backend = Backend.startEmbedded(new BackendConfig(folder, 0, false))) {
            assertThat(backend.sample()).isNull();
            assertThat(backend.ownerInvitation()).startsWith("ahi_");
            assertThatThrownBy(backend::superuserConnection).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refusesABusyPortBeforeAnythingStarts(@TempDir Path folder) throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Path data = folder.resolve("data");

            assertThatThrownBy(() -> Backend.startEmbedded(new BackendConfig(data, other.getLocalPort(), false)))
                    .isInstanceOfSatisfying(StartupException.class, e -> assertThat(e.code()).isEqualTo("PORT_BUSY"));

            assertThat(data).doesNotExist();
        }
    }

    @Test
    void refusesAFileWhereTheFolderShouldBe(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("data"), "not a folder");

        assertThatThrownBy(() -> Backend.startEmbedded(new BackendConfig(file, 0, false)))
                .isInstanceOfSatisfying(StartupException.class,
                        e -> assertThat(e.code()).isEqualTo("DATA_FOLDER_UNUSABLE"));
    }
}
