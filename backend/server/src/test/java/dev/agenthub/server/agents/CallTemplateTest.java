package dev.agenthub.server.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.common.RefusedException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a tool's call is rendered completely, with typed values that cannot escape their place. */
class CallTemplateTest {

    private static JsonObject json(String text) {
        return (JsonObject) JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject render(String template, String arguments) {
        return render(template, arguments, 0);
    }

    private static JsonObject render(String template, String arguments, int files) {
        return CallTemplate.of(json(template)).render("https://api.example/v1/", json(arguments), "key-1", files);
    }

    private static JsonObject path(String path, String arguments) {
        return render("{\"method\":\"POST\",\"path\":\"" + path + "\"}", arguments);
    }

    private static void assertInvalid(Runnable rendering) {
        assertThatThrownBy(rendering::run).isInstanceOfSatisfying(RefusedException.class,
                e -> assertThat(e.error()).isEqualTo(ErrorCode.ARGUMENTS_INVALID));
    }

    @Test
    void fillsTypedValuesAndDropsAbsentOnes() {
        JsonObject call = render(
                """
                        {"body":{"all":{"$arg":""},"deep":{"$arg":"/list/1/x~1y"},"gone":{"$arg":"/none"},"list":[{"$arg":"/none"},"fixed"]},
                         "method":"POST","path":"/things"}""",
                "{\"list\":[0,{\"x/y\":1.50}]}");

        assertThat(call).isEqualTo(
                json("""
                        {"body":{"all":{"list":[0,{"x/y":1.5}]},"deep":1.5,"list":["fixed"]},"headers":{"Idempotency-Key":"key-1"},
                         "method":"POST","url":"https://api.example/v1/things"}"""));
    }

    @Test
    void encodesWhateverStandsInThePath() {
        assertThat(path("/things/{id}", "{\"id\":\"a/b?c#d%e f\\u00e9\"}").string("url"))
                .isEqualTo("https://api.example/v1/things/a%2Fb%3Fc%23d%25e%20f%C3%A9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"id\":\"\"}", "{\"id\":\".\"}", "{\"id\":\"..\"}", "{\"id\":null}", "{\"id\":{}}",
            "{\"id\":[]}"})
    void refusesValuesThatVanishOrClimbInThePath(String arguments) {
        assertInvalid(() -> path("/things/{id}", arguments));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../b", "a/./b", "x/..", "a\\..\\b"})
    void refusesValuesThatClimbOnceTheProviderDecodesThem(String id) {
        assertInvalid(() -> path("/things/{id}", "{\"id\":\"" + id.replace("\\", "\\\\") + "\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\\r\\nX: y\"", "\"a\\u0000\"", "\"\\u00e9\"", "{}", "null"})
    void refusesHeadersThatAreNotOneLine(String value) {
        assertInvalid(() -> render("{\"headers\":{\"X-Note\":{\"$arg\":\"/note\"}},\"method\":\"GET\",\"path\":\"/\"}",
                "{\"note\":" + value + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "cookie", "Host", "Content-Length", "IDEMPOTENCY-KEY", "Expect",
            "Accept-Encoding", "Keep-Alive", "TE", "Trailer", "Upgrade", "Proxy-Anything", "X Y", "X\\r\\nY",
            ""})
    void refusesTemplatesThatSetWhatIsNotTheirs(String header) {
        assertThatThrownBy(
                () -> render("{\"headers\":{\"" + header + "\":\"x\"},\"method\":\"GET\",\"path\":\"/\"}", "{}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"as\":\"multipart\",\"field\":\"files[]\"}", "{\"as\":\"body\"}"})
    void saysInTheCallHowItCarriesFiles(String attachments) {
        String template = "{\"method\":\"PUT\",\"path\":\"/\",\"attachments\":" + attachments + "}";

        assertThat(render(template, "{}", 1).object("attachments")).isEqualTo(json(attachments));
        assertThat(render("{\"method\":\"PUT\",\"path\":\"/\"}", "{}").get("attachments")).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "1 | {'method':'POST','path':'/'}",
            "0 | {'method':'POST','path':'/','attachments':{'as':'body'}}",
            "2 | {'method':'POST','path':'/','attachments':{'as':'body'}}",
            "0 | {'method':'POST','path':'/','attachments':{'as':'multipart','field':'file'}}",
            "0 | {'method':'POST','path':'/','body':{'$arg':'/none'},'attachments':{'as':'multipart','field':'file'}}"})
    void refusesFilesThatTheCallDoesNotCarry(int files, String template) {
        assertThatThrownBy(() -> render(template.replace('\'', '"'), "{}", files))
                .isInstanceOfSatisfying(RefusedException.class,
                        e -> assertThat(e.error()).isEqualTo(ErrorCode.ATTACHMENTS_REFUSED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'method':'POST','path':'/','attachments':{'as':'base64'}}",
            "{'method':'POST','path':'/','attachments':{'as':'body','field':'file'}}",
            "{'method':'POST','path':'/','attachments':{'as':'multipart','field':'file','more':1}}",
            "{'method':'POST','path':'/','attachments':{'as':'multipart','field':'payload'}}",
            "{'method':'POST','path':'/','attachments':{'as':'multipart','field':'a b'}}",
            "{'method':'POST','path':'/','attachments':{'as':'multipart','field':'a\\\"b'}}",
            "{'method':'POST','path':'/','attachments':{'as':'multipart','field':''}}",
            "{'method':'GET','path':'/','attachments':{'as':'multipart','field':'file'}}",
            "{'method':'DELETE','path':'/','attachments':{'as':'body'}}",
            "{'method':'POST','path':'/','headers':{'content-type':'x/y'},'attachments':{'as':'body'}}",
            "{'method':'POST','path':'/','body':{},'attachments':{'as':'body'}}"})
    void refusesTemplatesThatCarryFilesInNoWayOfTheirs(String template) {
        assertThatThrownBy(() -> CallTemplate.of(json(template.replace('\'', '"'))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writesAFormAsTheExactTextThatIsSent() {
        JsonObject call = render(
                """
                        {"form":{"amount":{"$arg":"/amount"},"currency":"eur","metadata[order no]":{"$arg":"/order"},"gone":{"$arg":"/none"}},
                         "method":"POST","path":"/refunds"}""",
                "{\"amount\":48000,\"order\":\"a&b=c d+\u00e9\"}");

        assertThat(call.string("body")).isEqualTo(
                "amount=48000&currency=eur&metadata%5Border%20no%5D=a%26b%3Dc%20d%2B%C3%A9");
        assertThat(call.object("headers").string("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
    }

    @Test
    void takesNoListIntoAField() {
        assertInvalid(
                () -> render("{\"form\":{\"a\":{\"$arg\":\"/a\"}},\"method\":\"POST\",\"path\":\"/\"}", "{\"a\":[1]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'method':'GET','path':'/','form':{}}",
            "{'method':'POST','path':'/','form':{},'body':{}}",
            "{'method':'POST','path':'/','form':{},'attachments':{'as':'body'}}",
            "{'method':'POST','path':'/','headers':{'content-type':'x/y'},'form':{}}"})
    void refusesAFormBesideAnotherBody(String template) {
        assertThatThrownBy(() -> CallTemplate.of(json(template.replace('\'', '"'))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void makesTheTitleFromTheArgumentsAlone() {
        TitleTemplate title = new TitleTemplate("Refund {amount} {currency} to {customer}");

        assertThat(title.fill(json("{\"amount\":\"480.00\",\"currency\":\"EUR\",\"customer\":\"{amount} $1 \\\\\"}")))
                .isEqualTo("Refund 480.00 EUR to {amount} $1 \\");
        assertThat(title.fill(json("{\"amount\":1}"))).isEqualTo("Refund 1 … to …");
    }
}
