package dev.agenthub.evidence.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

    @Test
    void writesTheExampleOfRfc8785() {
        String input = """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }""";
        assertThat(rounded(input)).isEqualTo("{\"literals\":[null,true,false],"
                + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    void sortsNamesByUtf16CodeUnitsAsInRfc8785() {
        String input = """
                {"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
                 "\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}""";
        assertThat(exact(input)).containsSubsequence("Carriage Return", "One", "Control", "Latin Small Letter",
                "Euro Sign", "Grinning Face", "Hebrew Letter");
    }

    @ParameterizedTest
    @CsvSource({"0000000000000000, 0", "8000000000000000, 0", "0000000000000001, 5e-324", "8000000000000001, -5e-324",
            "7fefffffffffffff, 1.7976931348623157e+308", "ffefffffffffffff, -1.7976931348623157e+308",
            "4340000000000000, 9007199254740992", "c340000000000000, -9007199254740992",
            "4430000000000000, 295147905179352830000", "44b52d02c7e14af5, 9.999999999999997e+22",
            "44b52d02c7e14af6, 1e+23", "44b52d02c7e14af7, 1.0000000000000001e+23",
            "444b1ae4d6e2ef4e, 999999999999999700000", "444b1ae4d6e2ef4f, 999999999999999900000",
            "444b1ae4d6e2ef50, 1e+21", "3eb0c6f7a0b5ed8c, 9.999999999999997e-7", "3eb0c6f7a0b5ed8d, 0.000001",
            "41b3de4355555553, 333333333.3333332", "41b3de4355555554, 333333333.33333325",
            "41b3de4355555555, 333333333.3333333", "41b3de4355555556, 333333333.3333334",
            "41b3de4355555557, 333333333.33333343", "becbf647612f3696, -0.0000033333333333333333",
            "43143ff3c1cb0959, 1424953923781206.2", "0000000000000002, 1e-323", "0000000000000003, 1.5e-323",
            "0000000000000004, 2e-323", "0000000000000014, 1e-322"})
    void formatsNumbersAsInRfc8785(String bits, String expected) {
        double value = Double.longBitsToDouble(HexFormat.fromHexDigitsToLong(bits));
        assertThat(Numbers.format(value)).isEqualTo(expected);
        assertThat(rounded(expected)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740993", "1e-400", "333333333.33333329", "0.1000000000000000055511151231257827",
            "1152921504606846976", "-9007199254740993", "123456789012345678901", "5e-325", "4.9e-324",
            "0.30000000000000004441"})
    void losslessRejectsNumbersThatWouldChange(String number) {
        assertRejected(" [" + number + "]", Codes.JSON_NUMBER_NOT_EXACT, 2);
        assertThat(rounded(number)).isNotEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "1e999999999999999999999", "1.7976931348623159e308"})
    void rejectsNumbersBeyondADouble(String number) {
        assertRejected(number, Codes.JSON_NUMBER_OUT_OF_RANGE, 0);
        assertThatThrownBy(() -> rounded(number)).isInstanceOf(EvidenceException.class);
    }

    @ParameterizedTest
    @CsvSource({"9007199254740992, 9007199254740992", "-0, 0", "-0.0e5, 0", "0e999999999999999999, 0", "1.0, 1",
            "1E2, 100",
            "100e-2, 1", "1e-7, 1e-7", "0.00001, 0.00001", "1e21, 1e+21",
            "100000000000000000000, 100000000000000000000",
            "1152921504606847000, 1152921504606847000", "333333333.3333333, 333333333.3333333", "5e-324, 5e-324",
            "12345678901234565e-1, 1234567890123456.5"})
    void losslessKeepsNumbersThatSayTheSame(String number, String expected) {
        assertThat(exact(number)).isEqualTo(expected);
    }

    @Test
    void neverNormalisesText() {
        assertThat(exact("[\"e\u0301\",\"\u00e9\",\"\u212b\"]")).isEqualTo("[\"e\u0301\",\"\u00e9\",\"\u212b\"]");
        assertThat(exact("{\"e\u0301\":1,\"\u00e9\":2}")).contains("e\u0301").contains("\u00e9");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {"[1,]|JSON_TRAILING_COMMA|3",
            "{\"a\":1,}|JSON_TRAILING_COMMA|7", "01|JSON_LEADING_ZERO|0", "-01|JSON_LEADING_ZERO|1",
            "1.|JSON_INVALID_NUMBER|2", "-|JSON_INVALID_NUMBER|1", "1e|JSON_INVALID_NUMBER|2",
            "1e+|JSON_INVALID_NUMBER|3", "1-1|JSON_INVALID_NUMBER|1", "+1|JSON_UNEXPECTED_BYTE|0",
            ".5|JSON_UNEXPECTED_BYTE|0", "NaN|JSON_INVALID_LITERAL|0", "Infinity|JSON_INVALID_LITERAL|0",
            "-Infinity|JSON_INVALID_NUMBER|1", "nul|JSON_UNEXPECTED_END|3", "nulL|JSON_INVALID_LITERAL|0",
            "truefalse|JSON_TRAILING_BYTES|4", "1 2|JSON_TRAILING_BYTES|2", "{}x|JSON_TRAILING_BYTES|2",
            "/* */1|JSON_COMMENT|0", "[#1]|JSON_COMMENT|1", "[1]//|JSON_TRAILING_BYTES|3", "[1 /**/]|JSON_COMMENT|3",
            "[1 2]|JSON_UNEXPECTED_BYTE|3", "{\"a\" 1}|JSON_UNEXPECTED_BYTE|5", "{a:1}|JSON_INVALID_LITERAL|1",
            "{'a':1}|JSON_UNEXPECTED_BYTE|1", "[|JSON_UNEXPECTED_END|1", "\"abc|JSON_UNEXPECTED_END|4",
            "\"\\x\"|JSON_INVALID_ESCAPE|1", "\"\\u12g4\"|JSON_INVALID_ESCAPE|1", "\"\\u12|JSON_UNEXPECTED_END|5",
            "\"\\|JSON_UNEXPECTED_END|2", "\"\\ud800\"|JSON_LONE_SURROGATE|1", "\"\\udc00\"|JSON_LONE_SURROGATE|1",
            "\"\\udc00\\ud800\"|JSON_LONE_SURROGATE|1", "\"\\ud800\\ud800\"|JSON_LONE_SURROGATE|1",
            "\"\\ud800x\"|JSON_LONE_SURROGATE|1", "{\"a\":1,\"a\":2}|JSON_DUPLICATE_NAME|7",
            "{\"a\":1,\"\\u0061\":2}|JSON_DUPLICATE_NAME|7", "{\"a\":{\"b\":1,\"b\":1}}|JSON_DUPLICATE_NAME|12"})
    void rejectsWhatIsNotStrictJson(String input, String code, int offset) {
        assertRejected(input, code, offset);
        assertThatThrownBy(() -> rounded(input)).hasFieldOrPropertyWithValue("code", code);
    }

    @Test
    void rejectsNothingAtAll() {
        assertRejected("", Codes.JSON_UNEXPECTED_END, 0);
        assertRejected(" \n", Codes.JSON_UNEXPECTED_END, 2);
    }

    @Test
    void rejectsControlCharactersInStrings() {
        for (char c = 0; c < 0x20; c++) {
            assertRejected("[\"a" + c + "\"]", Codes.JSON_CONTROL_CHARACTER, 3);
        }
        assertThat(exact("\"\u007f\"")).isEqualTo("\"\u007f\"");
    }

    @ParameterizedTest
    @CsvSource({"EFBBBF31, JSON_BYTE_ORDER_MARK, 0", "FEFF0031, JSON_BYTE_ORDER_MARK, 0",
            "FFFE3100, JSON_BYTE_ORDER_MARK, 0", "22C08022, JSON_INVALID_UTF8, 1", "22C1BF22, JSON_INVALID_UTF8, 1",
            "22E0808022, JSON_INVALID_UTF8, 1", "22EDA08022, JSON_INVALID_UTF8, 1", "22EDBFBF22, JSON_INVALID_UTF8, 1",
            "22F080808022, JSON_INVALID_UTF8, 1", "22F490808022, JSON_INVALID_UTF8, 1",
            "22F888808022, JSON_INVALID_UTF8, 1", "22FF22, JSON_INVALID_UTF8, 1", "228022, JSON_INVALID_UTF8, 1",
            "2261C3, JSON_INVALID_UTF8, 2", "22E282, JSON_INVALID_UTF8, 1", "22E28222, JSON_INVALID_UTF8, 1",
            "22F09F9822, JSON_INVALID_UTF8, 1", "C0, JSON_INVALID_UTF8, 0", "225C75B0B0B4B122, JSON_INVALID_ESCAPE, 1"})
    void rejectsBytesThatAreNotUtf8(String hex, String code, int offset) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertRejected(bytes, code, offset);
    }

    @Test
    void takes128LevelsAndNotOneMore() {
        String deep = "[".repeat(128) + "]".repeat(128);
        assertThat(exact(deep)).isEqualTo(deep);
        assertRejected("[".repeat(129) + "]".repeat(129), Codes.JSON_TOO_DEEP, 128);
        assertRejected("{\"a\":".repeat(129) + "1" + "}".repeat(129), Codes.JSON_TOO_DEEP, 640);
        assertRejected("[".repeat(1_000_000), Codes.JSON_TOO_DEEP, 128);
    }

    @Test
    void takesNoMoreThanTheCallersLimit() {
        byte[] four = "true".getBytes(StandardCharsets.UTF_8);
        assertThat(CanonicalJson.lossless(four, 4)).isEqualTo(four);
        assertThatThrownBy(() -> CanonicalJson.lossless(four, 3)).isInstanceOf(EvidenceException.class)
                .hasFieldOrPropertyWithValue("code", Codes.JSON_TOO_LARGE)
                .hasFieldOrPropertyWithValue("offset", 3L);
    }

    @Test
    void writesForReadersNothingThatTheyWouldRefuse() {
        JsonValue deep = JsonNull.NULL;
        for (int level = 0; level < CanonicalJson.MAX_DEPTH; level++) {
            deep = JsonArray.of(deep);
        }
        assertThat(JsonValue.parse(deep.readableBytes())).isEqualTo(deep);
        JsonValue deeper = JsonObject.builder().put("a", deep).build();
        assertThat(deeper.depth()).isEqualTo(CanonicalJson.MAX_DEPTH + 1);
        assertThatThrownBy(deeper::readableBytes).hasFieldOrPropertyWithValue("code", Codes.JSON_TOO_DEEP);

        JsonValue largest = new JsonString("a".repeat(CanonicalJson.DEFAULT_LIMIT - 2));
        assertThat(JsonValue.parse(largest.readableBytes())).isEqualTo(largest);
        JsonValue larger = new JsonString("a".repeat(CanonicalJson.DEFAULT_LIMIT - 1));
        assertThatThrownBy(larger::readableBytes).hasFieldOrPropertyWithValue("code", Codes.JSON_TOO_LARGE);
        // Written out it would be a tebibyte.
        JsonValue many = new JsonArray(Collections.nCopies(1 << 16, larger));
        assertThatThrownBy(many::readableBytes).hasFieldOrPropertyWithValue("code", Codes.JSON_TOO_LARGE);
    }

    @Test
    void buildersRefuseWhatReadersWould() {
        assertThatThrownBy(() -> JsonObject.builder().put("a", 1).put("a", 2))
                .hasFieldOrPropertyWithValue("code", Codes.JSON_DUPLICATE_NAME);
        assertThatThrownBy(() -> JsonObject.builder().put("a", "\ud800"))
                .hasFieldOrPropertyWithValue("code", Codes.JSON_LONE_SURROGATE);
        assertThatThrownBy(() -> JsonObject.builder().put("\ud800", "a").build())
                .hasFieldOrPropertyWithValue("code", Codes.JSON_LONE_SURROGATE);
        assertThatThrownBy(() -> JsonNumber.of(9007199254740993L))
                .hasFieldOrPropertyWithValue("code", Codes.JSON_NUMBER_NOT_EXACT);
    }

    private static void assertRejected(String input, String code, int offset) {
        assertRejected(input.getBytes(StandardCharsets.UTF_8), code, offset);
    }

    private static void assertRejected(byte[] input, String code, int offset) {
        assertThatThrownBy(() -> CanonicalJson.lossless(input)).isInstanceOf(EvidenceException.class)
                .hasFieldOrPropertyWithValue("code", code).hasFieldOrPropertyWithValue("offset", (long) offset);
    }

    private static String exact(String input) {
        return new String(CanonicalJson.lossless(input.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private static String rounded(String input) {
        return new String(CanonicalJson.rfc8785(input.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
