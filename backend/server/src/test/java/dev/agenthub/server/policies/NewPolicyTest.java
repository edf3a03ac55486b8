package dev.agenthub.server.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.NewPolicyRequest;
import dev.agenthub.api.PublishPolicyRequest;
import dev.agenthub.api.PublishedPolicy;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.Auditor;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestOrganization;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Tests publishing the first version of a new policy over HTTP. */
class NewPolicyTest {
    private static final String DOCUMENT = "{\"rules\":[{\"outcome\":\"deny\"}]}";

    private final TestOrganization org = new TestOrganization();
    private final TestClient owner = org.owner().client();

    private static TestClient.Answer create(TestClient by, String name, String document) {
        return by.post("/v1/policies", new NewPolicyRequest(name, document));
    }

    @Test
    void publishesVersionOneOnceHoweverOftenItIsAsked() {
        PublishedPolicy made = create(owner, "Night shift", " " + DOCUMENT).as(PublishedPolicy.class);

        assertThat(made.version().version()).isEqualTo(1);
        assertThat(owner.get("/v1/policies").body()).contains("Night shift", made.version().digest());
        AuditEvent event = org.events().getLast();
        assertThat(event.type()).isEqualTo(EventType.POLICY_PUBLISHED);
        assertThat(event.actor().id()).isEqualTo(org.owner().id().toString());
        assertThat(event.data().string("digest")).isEqualTo(made.version().digest());
        int events = org.events().size();
        assertThat(create(owner, "Night shift", DOCUMENT).as(PublishedPolicy.class)).isEqualTo(made);
        assertThat(org.events()).hasSize(events);
        assertThat(Auditor.replay(org).findings()).isEmpty();
    }

    @Test
    void takesNoNameThatStandsForSomethingElse() {
        PublishedPolicy made = create(owner, "Night shift", DOCUMENT).as(PublishedPolicy.class);
        assertThat(create(owner, "Night shift", "{\"rules\":[]}").code()).isEqualTo("NAME_TAKEN");
        owner.post("/v1/policies/" + made.version().id() + "/versions",
                new PublishPolicyRequest(1, "{\"rules\":[]}")).as(PublishedPolicy.class);
        assertThat(create(owner, "Night shift", DOCUMENT).code()).as("it has moved on").isEqualTo("NAME_TAKEN");
        assertThat(create(new TestOrganization().owner().client(), "Night shift", DOCUMENT).status())
                .as("another organization's names are its own").isEqualTo(201);
    }

    @Test
    void refusesWhatCannotBeUnderstoodAndWhoMayNotPublish() {
        assertThat(create(owner, "Odd", "{\"rules\":[{\"outcome\":\"allow\",\"unless\":1}]}").code())
                .isEqualTo("POLICY_INVALID");
        assertThat(create(owner, "Odd", "{\"rules\":[],\"override\":{\"group\":\"nobody\"}}").code())
                .isEqualTo("POLICY_INVALID");
        assertThat(owner.postRaw("/v1/policies", "{\"name\":\" \",\"document\":\"{}\"}").code())
                .isEqualTo("REQUEST_MALFORMED");
        assertThat(create(org.approver("Bea", "approvers").client(), "Mine", DOCUMENT).code()).isEqualTo("FORBIDDEN");
        assertThat(owner.get("/v1/policies").body()).doesNotContain("Odd", "Mine");
    }

    @Test
    void makesOnePolicyWhenItIsAskedForManyTimesAtOnce() throws Exception {
        List<Callable<TestClient.Answer>> calls = Collections.nCopies(4,
                () -> create(owner, "Night shift", DOCUMENT));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(threads.invokeAll(calls).stream().map(Future::resultNow)
                    .map(answer -> answer.as(PublishedPolicy.class).version().id()).distinct()).hasSize(1);
        }
    }
}
