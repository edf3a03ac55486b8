package dev.agenthub.evidence.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What conditions say about payloads; what they can't say never allows. */
class ConditionsTest {

    private static PolicyEvaluation ask(String condition, String arguments, EarlierUsage usage) {
        String document = "{\"rules\":[{\"name\":\"it\",\"when\":[" + condition + "],\"outcome\":\"allow\"}]}";
        return PolicyDocument.parse(document.getBytes(StandardCharsets.UTF_8)).decide(PolicyInputs.refund(arguments),
                usage);
    }

    private static PolicyEvaluation ask(String condition, String arguments) {
        return ask(condition, arguments, EarlierUsage.NONE);
    }

    private static boolean holds(String condition, String arguments) {
        PolicyEvaluation verdict = ask(condition, arguments);
        assertThat(verdict.notes()).isEmpty();
        return verdict.demand().outcome() == Outcome.ALLOW;
    }

    private static void assertUnknown(PolicyEvaluation verdict, String reason) {
        assertThat(verdict.demand()).isEqualTo(Demand.DEFAULT);
        assertThat(verdict.notes()).singleElement().asString().contains("\"it\" can't be judged").contains(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'at':'/arguments/a','equals':'x'}                        | {'a':'x'}      | true",
            "{'at':'/arguments/a','equals':'x'}                        | {'a':'X'}      | false",
            "{'at':'/arguments/a','equals':1}                          | {'a':1.0}      | true",
            "{'at':'/arguments/a','equals':null}                       | {'a':null}     | true",
            "{'at':'/arguments/a','equals':{'b':[1]}}                  | {'a':{'b':[1]}}| true",
            "{'at':'/arguments/a','in':['x','y']}                      | {'a':'y'}      | true",
            "{'at':'/arguments/a','in':['x','y']}                      | {'a':'z'}      | false",
            "{'at':'/arguments/a','in':['x','y'],'not':true}           | {'a':'z'}      | true",
            "{'at':'/arguments/a','over':'100.00'}                     | {'a':'100.01'} | true",
            "{'at':'/arguments/a','over':'100.00'}                     | {'a':'100.0'}  | false",
            "{'at':'/arguments/a','over':100}                          | {'a':'100.000'}| false",
            "{'at':'/arguments/a','atLeast':'100'}                     | {'a':100}      | true",
            "{'at':'/arguments/a','under':'0'}                         | {'a':'-0.01'}  | true",
            "{'at':'/arguments/a','under':'0'}                         | {'a':'0.00'}   | false",
            "{'at':'/arguments/a/2','exists':true}                     | {'a':[1,2]}    | false",
            "{'at':'/arguments/a','atMost':'9007199254740992'}         | {'a':'9007199254740993'} | false",
            "{'at':'/arguments/a','atMost':9007199254740992}           | {'a':'9007199254740992'} | true",
            "{'at':'/arguments/a','matches':'cus_[a-z]+'}              | {'a':'cus_abc'}| true",
            "{'at':'/arguments/a','matches':'cus_[a-z]+'}              | {'a':'xcus_abc'}| false",
            "{'at':'/arguments/a','matches':'cus_[a-z]+'}              | {'a':'cus_abc!'}| false",
            "{'at':'/arguments/a','exists':true}                       | {'a':null}     | true",
            "{'at':'/arguments/a','exists':false}                      | {}             | true",
            "{'at':'/arguments/a','exists':true}                       | {}             | false",
            "{'at':'/arguments/a','exists':true,'not':true}            | {}             | true",
            "{'at':'/arguments/a','length':{'atMost':2}}               | {'a':'\\ud83d\\ude00\\ud83d\\ude00'} | true",
            "{'at':'/arguments/a','length':{'over':2}}                 | {'a':[1,2,3]}  | true",
            "{'at':'/arguments/a/1','equals':2}                        | {'a':[1,2]}    | true",
            "{'at':'/arguments/a~1b/~0','equals':2}                    | {'a/b':{'~':2}}| true",
            "{'at':'/arguments//','equals':2}                          | {'':{'':2}}    | true",
            "{'at':'/call/http/url','host':'api.example.com'}          | {}             | true",
            "{'at':'/call/http/url','host':'*.example.com'}            | {}             | true",
            "{'at':'/call/http/url','host':['a.org','*.api.example.com']} | {}          | false"})
    void judgesValuesExactly(String condition, String arguments, boolean expected) {
        assertThat(holds(condition.replace('\'', '"'), arguments.replace('\'', '"'))).isEqualTo(expected);
    }

    @Test
    void tells9007199254740993From9007199254740992() {
        String equal = "{\"at\":\"/arguments/a\",\"atMost\":\"9007199254740992\"},"
                + "{\"at\":\"/arguments/a\",\"atLeast\":\"9007199254740992\"}";

        assertThat(holds(equal, "{\"a\":\"9007199254740992\"}")).isTrue();
        assertThat(holds(equal, "{\"a\":9007199254740992}")).isTrue();
        assertThat(holds(equal, "{\"a\":\"9007199254740993\"}")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"equals\":\"x\"", "\"in\":[1]", "\"over\":1", "\"atLeast\":1", "\"under\":1",
            "\"atMost\":1", "\"matches\":\".*\"", "\"length\":{\"atLeast\":0}", "\"host\":\"a.org\"",
            "\"equals\":\"x\",\"not\":true", "\"over\":1,\"not\":true", "\"matches\":\"x\",\"not\":true"})
    void neverAllowsOnAConditionAboutAMissingField(String test) {
        assertUnknown(ask("{\"at\":\"/arguments/gone\"," + test + "}", "{}"), "/arguments/gone is missing");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "'over':100        | 'hundred'   | is no number", "'over':100        | ' 1'        | is no number",
            "'over':100        | '1e9'       | is no number", "'over':100        | '0100'      | is no number",
            "'over':100        | '+1'        | is no number", "'over':100        | ''          | is no number",
            "'over':100        | '1,000'     | is no number", "'over':100        | '\\u0661'   | is no number",
            "'over':100        | '1\\n'      | is no number", "'under':100       | null        | is no number",
            "'under':100       | [1]         | is no number", "'under':100       | true        | is no number",
            "'equals':100      | '100'       | another kind", "'in':[1,2]        | '1'         | another kind",
            "'matches':'1'     | 1           | is no text", "'length':{'over':0}| 1          | has no length",
            "'host':'a.org'    | 'a.org'     | no address",
            "'host':'a.org'    | 'https://a.org@b.org/'     | no address",
            "'host':'a.org'    | 'https://b.org\\\\@a.org/' | no address",
            "'host':'a.org'    | 'https://b.org #a.org'     | no address",
            "'host':'a.org'    | 'file://a.org/x'           | no address",
            "'host':'a.org'    | 'https:///a.org'           | no address"})
    void neverAllowsOnAStringWhereANumberIsExpectedOrTheLike(String test, String value, String reason) {
        assertUnknown(ask("{\"at\":\"/arguments/a\"," + test.replace('\'', '"') + "}",
                "{\"a\":" + value.replace('\'', '"') + "}"), reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://A.org/x", "https://a.org./x", "http://a.org:8443?q", "HTTPS://a.ORG#f"})
    void seesOneHostInEverySpelling(String url) {
        assertThat(holds("{\"at\":\"/arguments/a\",\"host\":\"a.org\"}", "{\"a\":\"" + url + "\"}")).isTrue();
        assertThat(holds("{\"at\":\"/arguments/a\",\"host\":\"*.a.org\"}", "{\"a\":\"" + url + "\"}")).isFalse();
    }

    @Test
    void doesNotLetOneKnownNoHideBehindAnUnknown() {
        String both = "{\"at\":\"/arguments/gone\",\"over\":1},{\"at\":\"/arguments/a\",\"over\":1}";

        PolicyEvaluation verdict = ask(both, "{\"a\":0}");

        assertThat(verdict.rules()).isEmpty();
        assertThat(verdict.notes()).isEmpty();
    }

    @Test
    void doesNotLetAnUnknownHideBehindAKnownYes() {
        String both = "{\"at\":\"/arguments/a\",\"over\":1},{\"at\":\"/arguments/gone\",\"over\":1}";

        assertUnknown(ask(both, "{\"a\":2}"), "/arguments/gone is missing");
    }

    @Test
    void matchesTextsUpToALength() {
        String any = "{\"at\":\"/arguments/a\",\"matches\":\"a*\"}";

        assertThat(holds(any, "{\"a\":\"" + "a".repeat(1 << 20) + "\"}")).isTrue();
        assertUnknown(ask(any, "{\"a\":\"" + "a".repeat((1 << 20) + 1) + "\"}"), "too long for a pattern");
    }

    @Test
    void takesTheStrictestOfWhatAnUnknownCouldMean() {
        String document = """
                {"rules":[{"outcome":"allow"},
                          {"name":"dear","when":[{"at":"/arguments/amount","over":1000}],"outcome":"require",
                           "required":[{"count":2,"group":"finance"}],"holdFor":"PT5M"}]}
                """;

        PolicyEvaluation verdict = PolicyDocument.decide(document.getBytes(StandardCharsets.UTF_8),
                PolicyInputs.refund("{}"),
                EarlierUsage.NONE);

        assertThat(verdict.demand().required()).containsEntry("finance", 2).containsEntry("approvers", 1);
        assertThat(verdict.demand().hold()).isEqualTo(Duration.ofMinutes(5));
        assertThat(verdict.notes()).containsExactly("\"dear\" can't be judged: /arguments/amount is missing.");
    }

    @Test
    void countsThisActionAndThoseBeforeIt() {
        EarlierUsage before = (_, limit, _, _) -> Optional
                .of(limit.amount() == null ? BigDecimal.TEN : new BigDecimal("900.00"));
        String sum = "{\"sum\":{\"at\":\"/arguments/a\",\"per\":\"tool\",\"within\":\"P1D\"},\"atMost\":1000}";
        String count = "{\"count\":{\"per\":\"agent\",\"within\":\"PT1H\"},\"atMost\":10}";

        assertThat(ask(sum, "{\"a\":\"100.00\"}", before).demand().outcome()).isEqualTo(Outcome.ALLOW);
        assertThat(ask(sum, "{\"a\":\"100.01\"}", before).demand().outcome()).isEqualTo(Outcome.REQUIRE);
        assertThat(ask(sum, "{\"a\":\"-100.01\"}", before).demand().outcome()).isEqualTo(Outcome.REQUIRE);
        assertThat(ask(count, "{}", before).demand().outcome()).isEqualTo(Outcome.REQUIRE);
        assertThat(ask(sum, "{\"a\":\"100.00\"}", before).readings()).containsEntry("/rules/0/when/0",
                new BigDecimal("900.00"));
    }

    @Test
    void neverAllowsUnderALimitThatCannotBeAddedUp() {
        String sum = "{\"sum\":{\"at\":\"/arguments/a\",\"per\":\"tool\",\"within\":\"P1D\"},\"atMost\":1000}";

        assertUnknown(ask(sum, "{\"a\":1}", (_, _, _, _) -> Optional.empty()), "can't be added up");
        assertUnknown(ask(sum, "{\"a\":\"much\"}"), "is no number");
        assertUnknown(ask(sum, "{}"), "is missing");
    }

    @Test
    void matchesInTimeThatGrowsWithTheTextAlone() {
        String hostile = "{\"at\":\"/arguments/a\",\"matches\":\"(a*)*(a*)*(a|aa)+b\"}";

        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(1),
                () -> assertThat(holds(hostile, "{\"a\":\"" + "a".repeat(20_000) + "\"}")).isFalse());
    }
}
