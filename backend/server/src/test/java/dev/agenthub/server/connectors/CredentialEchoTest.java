package dev.agenthub.server.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.server.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialEchoTest {
    private static final String TOKEN = "canary/\"Zq8+w==~\u00fcX";

    private final CredentialEcho echo = new CredentialEcho(Secret.ofText(TOKEN));

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
    void letsOtherAnswersPass() {
        assertThat(isIn("{\"id\":\"re_1\",\"status\":\"canary\"} %zz \\u12 \\")).isFalse();
    }

    @Test
    void doesNotLookForAShortToken() {
        assertThat(new CredentialEcho(Secret.ofText("abc")).isIn(ByteString.encodeUtf8("abc"))).isFalse();
    }

    private boolean isIn(String text) {
        return echo.isIn(ByteString.encodeUtf8(text));
    }
}
