#include "base/country.h"

#include <stddef.h>

/* ISO 3166-1 alpha-2: the 249 codes that are assigned, in order, two letters each. */
static const char codes[] = "ADAEAFAGAIALAMAOAQARASATAUAWAXAZ"
			    "BABBBDBEBFBGBHBIBJBLBMBNBOBQBRBS"
			    "BTBVBWBYBZCACCCDCFCGCHCICKCLCMCN"
			    "COCRCUCVCWCXCYCZDEDJDKDMDODZECEE"
			    "EGEHERESETFIFJFKFMFOFRGAGBGDGEGF"
			    "GGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHM"
			    "HNHRHTHUIDIEILIMINIOIQIRISITJEJM"
			    "JOJPKEKGKHKIKMKNKPKRKWKYKZLALBLC"
			    "LILKLRLSLTLULVLYMAMCMDMEMFMGMHMK"
			    "MLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNA"
			    "NCNENFNGNINLNONPNRNUNZOMPAPEPFPG"
			    "PHPKPLPMPNPRPSPTPWPYQARERORSRURW"
			    "SASBSCSDSESGSHSISJSKSLSMSNSOSRSS"
			    "STSVSXSYSZTCTDTFTGTHTJTKTLTMTNTO"
			    "TRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVI"
			    "VNVUWFWSYEYTZAZMZW";

static char
letter_upper(char letter)
{
	return letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
}

bool
country_find(const char *text, char code[COUNTRY_CODE_MAX])
{
	size_t i;

	if (text[0] == '\0' || text[1] == '\0' || text[2] != '\0')
		return false;
	for (i = 0; codes[i] != '\0'; i += 2) {
		if (codes[i] != letter_upper(text[0]) ||
			codes[i + 1] != letter_upper(text[1]))
			continue;
		code[0] = codes[i];
		code[1] = codes[i + 1];
		code[2] = '\0';
		return true;
	}
	return false;
}
