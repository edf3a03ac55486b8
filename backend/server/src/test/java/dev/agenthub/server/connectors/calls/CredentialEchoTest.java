package dev.agenthub.server.connectors.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.db.secret.SecretBytes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialEchoTest {
    private static final String TOKEN = "canary/\"Zq8+w==~\u00fcX";

    private final CredentialEcho echo = new CredentialEcho(List.of(SecretBytes.ofText(TOKEN)));

    @Test
    void findsTheTokenAsItIs() {
        assertThat(isIn("<p>Bearer " + TOKEN + "</p>")).isTrue();
    }

    @Test
    void findsTheTokenInJsonWhateverIsEscaped() {
        assertThat(isIn("{\"token\":\"canary\\/\\\"Zq8+w==~\u00fcX\"}")).isTrue();
        assertThat(isIn("{\"token\":\"\\u0063anary/\\u0022Zq8+w==~\\u00FCX\"}")).isTrue();
    }

    @Test
    void findsTheTokenPercentEncoded() {
        String encoded = URLEncoder.encode(TOKEN, StandardCharsets.UTF_8);

        assertThat(isIn("?token=" + encoded)).isTrue();
        assertThat(isIn("?token=" + encoded.replace("%2F", "%2f"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "user:"})
    void findsTheTokenInBase64AtAnyAlignment(String before) {
        byte[] bytes = (before + TOKEN + "!").getBytes(StandardCharsets.UTF_8);

        assertThat(isIn("Basic " + Base64.getEncoder().encodeToString(bytes))).isTrue();
        assertThat(isIn("Basic " + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))).isTrue();
    }

    @Test
    void findsTheTokenInHexadecimal() {
        byte[] bytes = TOKEN.getBytes(StandardCharsets.UTF_8);

        assertThat(isIn(HexFormat.of().formatHex(bytes))).isTrue();
        assertThat(isIn(HexFormat.of().withUpperCase().formatHex(bytes))).isTrue();
    }

    @Test
    void findsASecretOfDigitsAlone() {
        var digits = new CredentialEcho(List.of(SecretBytes.ofText("4929123456789012")));

        assertThat(digits.isIn(ByteString.encodeUtf8("number 4929123456789012."))).isTrue();
        assertThat(digits.isIn(ByteString.encodeUtf8("34393239313233343536373839303132"))).isTrue();
        assertThat(digits.isIn(ByteString.encodeUtf8("number 4929123456789013."))).isFalse();
    }

    @Test
    void findsTheTokenInHtml() {
        assertThat(isIn("<b>canary/&quot;Zq8&#43;w&#x3D;&equals;~&#252;X</b>")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab"})
    void findsTheTokenEncodedTwice(String before) {
        String base64 = Base64.getEncoder().encodeToString((before + TOKEN + "!?").getBytes(StandardCharsets.UTF_8));
        String form = URLEncoder.encode(TOKEN, StandardCharsets.UTF_8);
        for (String twice : List.of(URLEncoder.encode(base64, StandardCharsets.UTF_8),
                URLEncoder.encode(form, StandardCharsets.UTF_8), "{\"url\":\"" + form.replace("%", "\\u0025") + "\"}",
                Base64.getEncoder().encodeToString((before + form).getBytes(StandardCharsets.UTF_8)),
                Base64.getUrlEncoder().encodeToString((before + base64).getBytes(StandardCharsets.UTF_8)),
                HexFormat.of().formatHex(base64.getBytes(StandardCharsets.UTF_8)),
                base64.replace("+", "&#43;").replace("/", "\\/"))) {
            assertThat(isIn("x=" + twice + ";")).as(twice).isTrue();
        }
    }

    @Test
    void findsTheTokenOverSeveralLinesAndInWiderLetters() {
        byte[] bytes = (TOKEN + "!").getBytes(StandardCharsets.UTF_8);
        String lines = Base64.getMimeEncoder(8, new byte[]{'\r', '\n'}).encodeToString(bytes);

        assertThat(isIn(lines)).isTrue();
        assertThat(isIn("{\"file\":\"" + lines.replace("\r\n", "\\r\\n") + "\"}")).isTrue();
        assertThat(new CredentialEcho(List.of(SecretBytes.ofText("ascii-canary-1"))).isIn(ByteString.of(
                "<ascii-canary-1>".getBytes(StandardCharsets.UTF_16LE)))).isTrue();
    }

    /** Whatever of it, or of another, stands before it. */
    @Test
    void findsTheTokenWhereverItStands() {
        var both = new CredentialEcho(
                List.of(SecretBytes.ofText("abcabcaabbccabc1"), SecretBytes.ofText("bcaabcacabcabca2")));
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            String before = drawn(random, 30);
            String after = drawn(random, 10);
            String token = random.nextBoolean() ? "abcabcaabbccabc1" : "bcaabcacabcabca2";
            String hex = HexFormat.of().formatHex(token.getBytes(StandardCharsets.UTF_8));
            String form = switch (random.nextInt(3)) {
                case 0 -> token;
                case 1 -> hex;
                default -> hex.toUpperCase(Locale.ROOT);
            };
            assertThat(both.isIn(ByteString.encodeUtf8(before + form + after))).as(before + form + after).isTrue();
            assertThat(both.isIn(ByteString.encodeUtf8(before + after))).as(before + after).isFalse();
        }
    }

    private static String drawn(Random random, int longest) {
        String letters = "abcABC63";
        return random.ints(random.nextInt(longest), 0, letters.length()).mapToObj(i -> "" + letters.charAt(i))
                .collect(Collectors.joining());
    }

    @Test
    void findsWhicheverSecretItIs() {
        var both = new CredentialEcho(List.of(SecretBytes.ofText("first-canary"), SecretBytes.ofText("second-canary")));

        assertThat(both.isIn(ByteString.encodeUtf8("a first-canary"))).isTrue();
        assertThat(both.isIn(ByteString.encodeUtf8("second-canary"))).isTrue();
        assertThat(both.isIn(ByteString.encodeUtf8("third-canary, first-canar, econd-canary"))).isFalse();
    }

    @Test
    void letsOtherAnswersPass() {
        assertThat(isIn("{\"id\":\"re_1\",\"status\":\"canary\"} %zz \\u12 \\")).isFalse();
    }

    @Test
    void doesNotLookForAShortToken() {
        assertThat(new CredentialEcho(List.of(SecretBytes.ofText("abc"))).isIn(ByteString.encodeUtf8("abc"))).isFalse();
    }

    private boolean isIn(String text) {
        return echo.isIn(ByteString.encodeUtf8(text));
    }

    /** Before the ends alone were looked for, the first of these took eight hundred times as long as plain text. */
    @ParameterizedTest
    @ValueSource(strings = {"a", " a", "%2561", "%26amp;\\x26#38;&#x25;25", "%25&amp;\\u005c \n"})
    void takesNotMuchLongerForDataThatNearlyRepeatsASecret(String unit) {
        var alike = new CredentialEcho(Stream.of("1x", "2x", "3x")
                .map(end -> SecretBytes.ofText("a".repeat(4_000) + end)).toList());

        Duration plain = shortest(alike, "hello world, this is text ");

        assertThat(shortest(alike, unit)).isLessThan(plain.plusMillis(1).multipliedBy(200));
    }

    private static Duration shortest(CredentialEcho echo, String unit) {
        ByteString data = ByteString.encodeUtf8(unit.repeat((1 << 20) / unit.length()));
        Duration shortest = Duration.ofDays(1);
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            assertThat(echo.isIn(data)).isFalse();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            shortest = took.compareTo(shortest) < 0 ? took : shortest;
        }
        return shortest;
    }

    @Test
    void findsTheEndOfALongSecretWithoutItsBeginning() {
        String jwt = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9." + "eyJzdWIiOiJ4In0".repeat(20)
                + ".c2lnbmF0dXJlLW9mLXRoaXMtb25lLWFsb25l";
        var echoOfIt = new CredentialEcho(List.of(SecretBytes.ofText(jwt)));
        assertThat(echoOfIt.isIn(ByteString.encodeUtf8("…" + jwt.substring(200)))).isTrue();
        assertThat(echoOfIt.isIn(ByteString.encodeUtf8("another " + jwt.substring(0, 300)))).isFalse();
    }
}
