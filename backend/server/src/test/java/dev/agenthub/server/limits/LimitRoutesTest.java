package dev.agenthub.server.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.agenthub.api.Budget;
import dev.agenthub.api.Rate;
import dev.agenthub.api.Workspace;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestOrganization;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitRoutesTest {
    private static final TestOrganization ORGANIZATION = new TestOrganization();
    private static final TestClient OWNER = ORGANIZATION.owner().client();
    private static final String WORKSPACE = OWNER.get("/v1/workspaces").as(WorkspacePage.class).items().getFirst()
            .name();

    private record WorkspacePage(List<Workspace> items) {}

    private record BudgetPage(List<Budget> items) {}

    private record RatePage(List<Rate> items) {}

    private static String budget(String cap) {
        return "{\"workspace\":\"" + WORKSPACE + "\",\"period\":\"month\",\"currency\":\"EUR\",\"cap\":" + cap + "}";
    }

    @Test
    void setsShowsAndRemovesALimitOfThisOrganizationAlone() {
        Budget set = OWNER.putRaw("/v1/budgets", budget("\"1000.00\"")).as(Budget.class);
        Budget again = OWNER.putRaw("/v1/budgets", budget("\"500\"")).as(Budget.class);
        Rate rate = OWNER.putRaw("/v1/rates",
                "{\"workspace\":\"" + WORKSPACE + "\",\"calls\":60,\"per\":\"minute\"}").as(Rate.class);
        assertThat(set.cap()).isEqualTo("1000.00");
        assertThat(again.budget()).isEqualTo(set.budget());
        assertThat(OWNER.get("/v1/budgets").as(BudgetPage.class).items()).containsExactly(again);
        assertThat(OWNER.get("/v1/rates").as(RatePage.class).items()).extracting(Rate::rate, Rate::available)
                .containsExactly(tuple(rate.rate(), 60L));

        TestClient stranger = new TestOrganization().owner().client();
        assertThat(stranger.get("/v1/budgets").as(BudgetPage.class).items()).isEmpty();
        assertThat(stranger.get("/v1/rates").as(RatePage.class).items()).isEmpty();
        assertThat(stranger.delete("/v1/budgets/" + set.budget()).code()).isEqualTo("NOT_FOUND");
        assertThat(stranger.delete("/v1/rates/" + rate.rate()).code()).isEqualTo("NOT_FOUND");

        assertThat(OWNER.delete("/v1/budgets/" + set.budget()).as(Budget.class).cap()).isEqualTo("500.00");
        assertThat(OWNER.delete("/v1/rates/" + rate.rate()).status()).isEqualTo(204);
        assertThat(OWNER.get("/v1/budgets").as(BudgetPage.class).items()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-1", "'\"1e3\"'", "'\"-1\"'", "null"})
    void namesTheFieldThatIsWrong(String cap) {
        TestClient.Answer refused = OWNER.putRaw("/v1/budgets", budget(cap));
        assertThat(refused.code()).isEqualTo("REQUEST_MALFORMED");
        assertThat(refused.body()).contains("cap");
    }

    @ParameterizedTest
    @CsvSource({"'{\"outcome\":\"spent\",\"reason\":\" \"}', reason",
            "'{\"outcome\":\"maybe\",\"reason\":\"It is so\"}', outcome", "'{\"reason\":\"It is so\"}', outcome"})
    void saysWhatOfASettlementIsWrong(String body, String member) {
        TestClient.Answer refused = OWNER.postRaw("/v1/reservations/" + UUID.randomUUID() + "/settlement", body);
        assertThat(refused.code()).isEqualTo("REQUEST_MALFORMED");
        assertThat(refused.body()).contains(member);
    }

    @Test
    void listsAndSettlesReservations() {
        assertThat(OWNER.get("/v1/reservations").body()).contains("\"items\":[]");
        assertThat(OWNER.postRaw("/v1/reservations/" + UUID.randomUUID() + "/settlement",
                "{\"outcome\":\"not_spent\",\"reason\":\"It is so\"}").code()).isEqualTo("NOT_FOUND");
    }
}
