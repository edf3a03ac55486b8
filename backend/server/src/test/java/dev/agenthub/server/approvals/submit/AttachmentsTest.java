package dev.agenthub.server.approvals.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.AgentPreview;
import dev.agenthub.api.AgentTool;
import dev.agenthub.api.Attachment;
import dev.agenthub.api.EditRequest;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.api.NewAttachment;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.SentAttachments;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.verify.report.Verdict;
import dev.agenthub.server.Auditor;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestDatabase;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.common.Ids;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.RecordedRequest;
import okhttp3.Response;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests attached files: digested on submission, shown to members, and sent byte for byte or not at all. */
class AttachmentsTest {

    private static final String MANIFEST = """
            {"v":"agenthub/manifest/v1","name":"Filing agent","workspace":"Customer care","policy":"Customer care","tools":[
             {"name":"tickets.create","title":"Ticket for {customer}","risk":"medium","connector":"Provider","scopes":[],
              "schema":{"type":"object","required":["customer"],"properties":{"customer":{"type":"string"}}},
              "call":{"http":{"method":"POST","path":"/tickets","body":{"customer":{"$arg":"/customer"}},
                              "attachments":{"as":"multipart","field":"file"}}}},
             {"name":"messages.upload","title":"Upload {customer}","risk":"low","connector":"Provider","scopes":[],
              "schema":{"type":"object","required":["customer"],"properties":{"customer":{"type":"string"}}},
              "call":{"http":{"method":"PUT","path":"/files/{customer}","attachments":{"as":"body"}}}},
             {"name":"messages.form","title":"Form {customer}","risk":"low","connector":"Provider","scopes":[],
              "schema":{"type":"object","required":["customer"],"properties":{"customer":{"type":"string"}}},
              "call":{"http":{"method":"POST","path":"/form","attachments":{"as":"multipart","field":"files[]"}}}}]}
            """;
    private static final NewAttachment LETTER = text("letter.txt", "The tent was torn.\r\n--\r\n");
    private static final NewAttachment PICTURE = NewAttachment.of("a \"bc%\u00e9\u202e.png",
            "image/png", new byte[]{(byte) 0x89, 'P', 'N', 'G', 0, 13, 10, (byte) 0xFF});

    private final TestOrganization org = new TestOrganization();
    private final TestClient admin = org.owner().client();
    private final TestMember bea = org.approver("Bea", "approvers");
    private final TestClient agent = agent();

    private static NewAttachment text(String name, String content) {
        return NewAttachment.of(name, "text/plain; charset=utf-8", content.getBytes(StandardCharsets.UTF_8));
    }

    private AgentPreview preview() {
        return admin.postRaw("/v1/agents/previews", "{\"manifest\":" + MANIFEST + "}").as(AgentPreview.class);
    }

    private TestClient agent() {
        NewAgentKey key = admin.postRaw("/v1/agents",
                "{\"manifest\":" + MANIFEST + ",\"digest\":\"" + preview().digest() + "\"}").as(NewAgentKey.class);
        return new TestClient(TestBackend.get().uri(), key.secret());
    }

    private TestClient.Answer submit(String tool, String key, NewAttachment... files) {
        return agent.post("/v1/requests",
                new SubmitRequest(tool, Map.of("customer", "cus_9fK"), key, null, List.of(files)));
    }

    private UUID submitted(String tool, NewAttachment... files) {
        return submit(tool, Ids.next().toString(), files).as(RequestStatus.class).request();
    }

    private static JsonObject payload(TestMember member, UUID request) {
        return (JsonObject) JsonValue.parse(member.fetch(request).bytes());
    }

    private static String described(NewAttachment file) {
        byte[] bytes = file.bytes();
        return new String(JsonObject.builder().put("mediaType", file.mediaType()).put("name", file.name())
                .put("sha256", Hash.sha256(bytes).hex()).put("size", bytes.length).build().canonicalBytes(),
                StandardCharsets.UTF_8);
    }

    private RecordedRequest executed(UUID request) {
        org.awaitState(bea, request, RequestState.EXECUTED);
        return TestBackend.get().providersCall(request);
    }

    /** As a bug of the server could that has the rights of whoever may do anything. */
    private static void asSuperuser(String change, UUID request) throws SQLException {
        try (Connection connection = TestDatabase.get().superuserConnection();
                PreparedStatement statement = connection.prepareStatement(change)) {
            connection.createStatement().execute("set session_replication_role = replica");
            statement.setObject(1, request);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void putsTheDigestsOfTheBytesIntoThePayloadAndShowsTheFiles() {
        UUID request = submitted("tickets.create", LETTER, PICTURE);

        JsonObject payload = payload(bea, request);
        assertThat(new String(payload.array("attachments").canonicalBytes(), StandardCharsets.UTF_8))
                .isEqualTo("[" + described(LETTER) + "," + described(PICTURE) + "]");
        assertThat(payload.object("call").object("http").object("attachments")).isEqualTo(JsonObject.builder()
                .put("as", "multipart").put("field", "file").build());
        assertThat(bea.detail(request).attachments()).containsExactly(
                new Attachment(0, LETTER.name(), LETTER.mediaType(), Hash.sha256(LETTER.bytes()).hex(), 24),
                new Attachment(1, PICTURE.name(), "image/png", Hash.sha256(PICTURE.bytes()).hex(), 8));
        assertThat(bea.detail(org.submit("tickets.create")).attachments()).isEmpty();
    }

    @Test
    void givesMembersTheBytesAndNobodyElse() throws IOException {
        UUID request = submitted("tickets.create", LETTER, PICTURE);
        String path = "/v1/requests/" + request + "/attachments/";

        try (Response answer = bea.client().http().newCall(bea.client().request(path + 1).get().build()).execute()) {
            assertThat(answer.code()).isEqualTo(200);
            assertThat(answer.body().bytes()).isEqualTo(PICTURE.bytes());
            assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
            assertThat(answer.header("Content-Disposition")).isEqualTo("attachment");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
        for (String none : List.of("2", "-1", "01", "x", "99999999999")) {
            assertThat(bea.client().get(path + none).code()).as(none).isEqualTo("NOT_FOUND");
        }
        assertThat(bea.client().get("/v1/requests/" + UUID.randomUUID() + "/attachments/0").code())
                .isEqualTo("NOT_FOUND");
        assertThat(new TestOrganization().owner().client().get(path + 0).code()).as("of another organization")
                .isEqualTo("NOT_FOUND");
        assertThat(agent.get(path + 0).code()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void sendsTheFilesInAFormThatThePayloadFixesByteForByte() {
        UUID request = submitted("tickets.create", LETTER, PICTURE);
        String boundary = TestMember.hash(bea.fetch(request).bytes()).hex();

        bea.approve(request).as(RequestDetail.class);

        RecordedRequest call = executed(request);
        assertThat(call.getHeaders().get("Content-Type")).isEqualTo("multipart/form-data; boundary=" + boundary);
        String form = """
                --B
                Content-Disposition: form-data; name="payload"
                Content-Type: application/json

                {"customer":"cus_9fK"}
                --B
                Content-Disposition: form-data; name="file"; filename="letter.txt"
                Content-Type: text/plain; charset=utf-8

                LETTER
                --B
                Content-Disposition: form-data; name="file"; filename="a %22bc%25%C3%A9%E2%80%AE.png"
                Content-Type: image/png

                PICTURE
                --B--
                """.replace("\n", "\r\n").replace("B\r", boundary + "\r").replace("B--", boundary + "--")
                .replace("LETTER", latin1(LETTER)).replace("PICTURE", latin1(PICTURE));
        assertThat(Objects.requireNonNull(call.getBody()).toByteArray())
                .isEqualTo(form.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String latin1(NewAttachment file) {
        return new String(file.bytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void sendsOneFileAsTheBodyAndFormsWithoutABodyOrWithoutFiles() {
        RecordedRequest body = executed(submitted("messages.upload", PICTURE));
        assertThat(body.getBody()).isEqualTo(ByteString.of(PICTURE.bytes()));
        assertThat(body.getHeaders().get("Content-Type")).isEqualTo("image/png");

        RecordedRequest form = executed(submitted("messages.form", LETTER));
        assertThat(Objects.requireNonNull(form.getBody()).utf8()).doesNotContain("payload")
                .contains("name=\"files[]\"; filename=\"letter.txt\"");

        UUID without = submitted("tickets.create");
        bea.approve(without).as(RequestDetail.class);
        assertThat(Objects.requireNonNull(executed(without).getBody()).utf8()).contains("name=\"payload\"")
                .doesNotContain("filename");
    }

    @Test
    void refusesFilesThatTheToolDoesNotSend() {
        assertThat(submit("messages.upload", "k1").code()).isEqualTo("ATTACHMENTS_REFUSED");
        assertThat(submit("messages.upload", "k2", LETTER, PICTURE).code()).isEqualTo("ATTACHMENTS_REFUSED");
        assertThat(submit("messages.form", "k3").code()).isEqualTo("ATTACHMENTS_REFUSED");
        assertThat(org.agent().post("/v1/requests", new SubmitRequest("tickets.create", Map.of("customer", "c"), "k4",
                null, List.of(LETTER))).code()).isEqualTo("ATTACHMENTS_REFUSED");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "update hub.request_attachment set content = 'other', size = 5, sha256 = sha256('other') where request_id = ? and position = 1",
            "update hub.request_attachment set name = 'other.png' where request_id = ? and position = 1",
            "update hub.request_attachment set media_type = 'text/html' where request_id = ? and position = 1",
            "update hub.request_attachment set position = 2 - position where request_id = ? and position = 0",
            "delete from hub.request_attachment where request_id = ? and position = 1",
            """
                    insert into hub.request_attachment select org_id, request_id, 2, workspace_id, 'more.txt', media_type, sha256, size, content
                      from hub.request_attachment where request_id = ? and position = 0"""})
    void runsNothingWhoseFilesAreNotThoseOfThePayload(String change) throws SQLException {
        UUID request = submitted("tickets.create", LETTER, PICTURE);
        asSuperuser(change, request);

        bea.approve(request).as(RequestDetail.class);

        await().untilAsserted(
                () -> assertThat(bea.detail(request).summary().state()).isEqualTo(RequestState.REFUSED));
        assertThat(bea.detail(request).refusal()).isEqualTo("RUN_HASH_MISMATCH");
        assertThat(org.eventsAbout(request)).last().isEqualTo("run.refused");
        assertThat(org.events().getLast().data().string("code")).isEqualTo("RUN_HASH_MISMATCH");
        assertThat(TestBackend.get().providerWasCalledFor(request)).isFalse();
    }

    @Test
    void runsNothingOfWhoseFilesOneBitChangedAfterTheApproval() throws SQLException {
        UUID request = submitted("tickets.create", LETTER, PICTURE);
        try (var _ = TestBackend.get().holdRuns()) {
            bea.approve(request).as(RequestDetail.class);
            TestDatabase.flipABitOfAFile(request, false);
        }
        TestBackend.get().runWaiting();

        org.awaitState(bea, request, RequestState.REFUSED);
        assertThat(bea.detail(request).refusal()).isEqualTo("RUN_HASH_MISMATCH");
        assertThat(TestBackend.get().providerWasCalledFor(request)).isFalse();
        TestDatabase.flipABitOfAFile(request, true);
    }

    @Test
    void takesTheSameSubmissionOnceAndAnotherFileForAnother() {
        UUID first = submit("tickets.create", "k1", LETTER).as(RequestStatus.class).request();

        assertThat(submit("tickets.create", "k1", LETTER).as(RequestStatus.class).request()).isEqualTo(first);
        assertThat(submit("tickets.create", "k1", text("letter.txt", "The tent was whole.")).code())
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(submit("tickets.create", "k1").code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(bea.detail(first).attachments()).hasSize(1);
    }

    @Test
    void keepsTheFilesOfARequestThatAMemberEdits() {
        UUID old = submitted("tickets.create", LETTER, PICTURE);

        UUID made = edit(old).as(RequestDetail.class).summary().request();

        assertThat(payload(bea, made).array("attachments")).isEqualTo(payload(bea, old).array("attachments"));
        org.approver("Carl", "approvers").approve(made).as(RequestDetail.class);
        assertThat(Objects.requireNonNull(executed(made).getBody()).indexOf(ByteString.of(PICTURE.bytes())))
                .isPositive();
    }

    private TestClient.Answer edit(UUID request) {
        return bea.client().post("/v1/requests/" + request + "/edits",
                new EditRequest(Map.of("customer", "cus_other"), "Another customer"));
    }

    @Test
    void makesNoNewRequestOfFilesThatHaveChanged() throws SQLException {
        UUID request = submitted("tickets.create", LETTER);
        asSuperuser(
                "update hub.request_attachment set content = 'x', size = 1, sha256 = sha256('x') where request_id = ?",
                request);

        assertThat(edit(request).code()).isEqualTo("ATTACHMENT_CHANGED");
        assertThat(bea.detail(request).summary().state()).isEqualTo(RequestState.PENDING);
    }

    @Test
    void letsThePolicyDecideByTheFiles() {
        org.publish("""
                {"rules":[{"when":[{"at":"/attachments/0/size","over":"10"}],"outcome":"deny"},
                          {"outcome":"require","required":[{"count":1,"group":"approvers"}]}]}
                """).as(Object.class);

        assertThat(submit("messages.upload", "k1", PICTURE).as(RequestStatus.class).state())
                .isEqualTo(RequestState.PENDING);
        assertThat(submit("messages.upload", "k2", LETTER).as(RequestStatus.class).state())
                .isEqualTo(RequestState.DENIED);
    }

    @Test
    void showsWhichToolsSendFiles() {
        assertThat(preview().tools()).extracting(AgentTool::name, AgentTool::attachments).containsExactlyInAnyOrder(
                tuple("tickets.create", new SentAttachments("multipart", "file")),
                tuple("messages.upload", new SentAttachments("body", null)),
                tuple("messages.form", new SentAttachments("multipart", "files[]")));
        TestClient.Answer refused = admin.postRaw("/v1/agents/previews", "{\"manifest\":"
                + MANIFEST.replace("{\"as\":\"body\"}", "{\"as\":\"base64\"}") + "}");
        assertThat(refused.code()).isEqualTo("MANIFEST_INVALID");
    }

    @Test
    void leavesEvidenceThatVerifies() {
        UUID request = submitted("tickets.create", LETTER);
        bea.approve(request).as(RequestDetail.class);
        executed(request);

        var report = Auditor.replay(org, true);
        assertThat(report.findings()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.VERIFIED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "/attachments         | {}",
            "/attachments/0       | ['x']",
            "/attachments/0       | [{'name':'a','mediaType':'a/b'}]",
            "/attachments/0       | [{'name':'a','mediaType':'a/b','content':'','size':0}]",
            "/attachments/0       | [{'name':7,'mediaType':'a/b','content':''}]",
            "/attachments/0: name | [{'name':'','mediaType':'a/b','content':''}]",
            "/attachments/0: name | [{'name':'..','mediaType':'a/b','content':''}]",
            "/attachments/0: name | [{'name':'a/b','mediaType':'a/b','content':''}]",
            "/attachments/0: name | [{'name':'a\\\\b','mediaType':'a/b','content':''}]",
            "/attachments/0: name | [{'name':'a\\r\\nb','mediaType':'a/b','content':''}]",
            "/attachments/0: name | [{'name':'a\\u0085b','mediaType':'a/b','content':''}]",
            "/attachments/0: name | [{'name':'a\\u2028b','mediaType':'a/b','content':''}]",
            "/attachments/0: mediaType | [{'name':'a','mediaType':'','content':''}]",
            "/attachments/0: mediaType | [{'name':'a','mediaType':'text','content':''}]",
            "/attachments/0: mediaType | [{'name':'a','mediaType':'a/b\\r\\nX: y','content':''}]",
            "/attachments/0: mediaType | [{'name':'a','mediaType':'a/b; c=\"d\"','content':''}]",
            "/attachments/0: content | [{'name':'a','mediaType':'a/b','content':'YQ'}]",
            "/attachments/0: content | [{'name':'a','mediaType':'a/b','content':'YR=='}]",
            "/attachments/0: content | [{'name':'a','mediaType':'a/b','content':'YQ==\\n'}]",
            "/attachments/0: content | [{'name':'a','mediaType':'a/b','content':'_w=='}]",
            "/attachments/1       | [{'name':'a','mediaType':'a/b','content':''},{'name':'a','mediaType':'a/b','content':''}]"})
    void saysWhereAnAttachmentIsMalformed(String place, String attachments) {
        TestClient.Answer answer = agent.postRaw("/v1/requests",
                "{\"tool\":\"tickets.create\",\"idempotencyKey\":\"k\",\"arguments\":{\"customer\":\"c\"},\"attachments\":"
                        + attachments.replace("\"", "\\\"").replace('\'', '"') + "}");

        assertThat(answer.code()).isEqualTo("ATTACHMENT_MALFORMED");
        assertThat(((JsonString) Objects.requireNonNull(((JsonObject) JsonValue.parse(answer.bytes())).get("detail")))
                .value()).startsWith(place);
    }

    @Test
    void takesNoneWhereTheMemberIsNullAndAFileWithoutBytes() {
        assertThat(agent.postRaw("/v1/requests",
                "{\"tool\":\"tickets.create\",\"idempotencyKey\":\"k\",\"arguments\":{\"customer\":\"c\"},\"attachments\":null}")
                .as(RequestStatus.class).state()).isEqualTo(RequestState.PENDING);
        UUID empty = submitted("messages.upload", text("empty.txt", ""));
        assertThat(Objects.requireNonNull(executed(empty).getBody()).size()).isZero();
    }

    @Test
    void takesTenFilesOfEightMebibytesTogetherAndNoMore() {
        int most = 8 << 20;
        byte[] half = new byte[most / 2];
        UUID request = submitted("messages.upload", NewAttachment.of("most.bin", "a/b", new byte[most]));
        assertThat(Objects.requireNonNull(executed(request).getBody()).size()).isEqualTo(most);

        TestClient.Answer larger = submit("messages.form", "k1", NewAttachment.of("a", "a/b", half),
                NewAttachment.of("b", "a/b", new byte[half.length + 1]));
        assertThat(larger.code()).isEqualTo("TOO_LARGE");
        assertThat(larger.body()).contains("/attachments/1: ");
        String file = "{\"name\":\"f%d\",\"mediaType\":\"a/b\",\"content\":\"\"}";
        assertThat(agent.postRaw("/v1/requests",
                IntStream.range(0, 11).mapToObj(file::formatted).collect(Collectors.joining(",",
                        "{\"tool\":\"messages.form\",\"idempotencyKey\":\"k2\",\"arguments\":{\"customer\":\"c\"},\"attachments\":[",
                        "]}")))
                .code()).isEqualTo("ATTACHMENT_MALFORMED");
        NewAttachment[] ten = IntStream.range(0, 10).mapToObj(i -> text("f" + i, "x")).toArray(NewAttachment[]::new);
        assertThat(submit("messages.form", "k3", ten).status()).isEqualTo(201);
    }
}
