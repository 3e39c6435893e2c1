package tripline.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.LocalDate;

/** Reads only the fields that the job asks for, without building a tree. Not for several threads at once. */
public final class PaymentReader {
  private static final String[] KEY_MARKS = {"card:", "email:", "ip:", "device:", "customer:"};
  private final JsonFactory json = new JsonFactory();
  private String lastDay = "";
  private long lastDayMs;

  public BenchPayment read(byte[] bytes) throws IOException {
    BenchPayment payment = new BenchPayment();
    payment.bytes = bytes;
    try (JsonParser parser = json.createParser(bytes)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        switch (name) {
          case "id" -> payment.id = parser.getText();
          case "occurredAt" -> readTime(payment, parser.getText());
          case "amount" -> payment.amountMinor = minor(parser.getText());
          case "ip" -> payment.keys[2] = KEY_MARKS[2] + parser.getText();
          case "card" -> readWithin(parser, payment, "fingerprint", 0, "", -1);
          case "customer" -> readWithin(parser, payment, "id", 4, "email", 1);
          case "device" -> readWithin(parser, payment, "id", 3, "", -1);
          default -> {
            if (token.isStructStart()) parser.skipChildren();
          }
        }
      }
    }
    return payment;
  }

  private static void readWithin(JsonParser parser, BenchPayment payment, String one, int oneAt, String other, int otherAt)
      throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals(one)) payment.keys[oneAt] = KEY_MARKS[oneAt] + parser.getText();
      else if (name.equals(other)) payment.keys[otherAt] = KEY_MARKS[otherAt] + parser.getText();
      else if (token.isStructStart()) parser.skipChildren();
    }
  }

  /** `2026-01-05T10:15:30.123Z`; the day is looked up only when it changes. */
  private void readTime(BenchPayment payment, String text) {
    if (!text.startsWith(lastDay) || lastDay.isEmpty()) {
      lastDay = text.substring(0, 10);
      lastDayMs = LocalDate.parse(lastDay).toEpochDay() * 86_400_000L;
    }
    long seconds = digits(text, 11, 13) * 3600 + digits(text, 14, 16) * 60 + digits(text, 17, 19);
    payment.occurredAt = text;
    payment.timeMs = lastDayMs + seconds * 1000 + digits(text, 20, 23);
  }

  /** `129.90`, always with two decimals. */
  private static long minor(String text) {
    int point = text.length() - 3;
    return digits(text, 0, point) * 100 + digits(text, point + 1, text.length());
  }

  private static long digits(String text, int from, int to) {
    long value = 0;
    for (int at = from; at < to; at++) value = value * 10 + (text.charAt(at) - '0');
    return value;
  }
}
