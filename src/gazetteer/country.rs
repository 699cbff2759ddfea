//! The countries that a row may name.

use crate::doc::Country;

/// ISO 3166-1 as of 2024, alpha-2 and alpha-3 together, with `XK` for Kosovo.
const CODES: &str = "\
ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB BDBGD \
BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN \
CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU \
DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB \
GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG \
HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN \
KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU \
LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR \
MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL \
OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB \
RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP \
SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN \
TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM XKXKX YEYEM YTMYT \
ZAZAF ZMZMB ZWZWE";

/// Reads the alpha-2 code of a country that exists.
pub fn parse(code: &str) -> Option<Country> {
    let (codes, last) = CODES.as_bytes().as_chunks::<6>();
    let known =
        codes.binary_search_by(|c| c[..2].cmp(code.as_bytes())).is_ok() || last.get(..2) == Some(code.as_bytes());
    known.then(|| Country::parse(code)).flatten()
}

/// The country of an alpha-3 code.
pub fn of_alpha3(code: &str) -> Option<Country> {
    CODES.split(' ').find(|c| c.len() == 5 && &c[2..] == code).and_then(|c| Country::parse(&c[..2]))
}

/// The alpha-3 code of a country.
pub fn alpha3(country: Country) -> Option<&'static str> {
    CODES.split(' ').find(|c| c.len() == 5 && c[..2] == *country.as_str()).map(|c| &c[2..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_found() {
        let codes: Vec<&str> = CODES.split(' ').collect();
        assert!(codes.is_sorted() && codes.len() == 250);
        for code in codes {
            let country = parse(&code[..2]).unwrap();
            assert_eq!((country.as_str(), of_alpha3(&code[2..])), (&code[..2], Some(country)));
        }
        for code in ["UK", "EU", "fr", "", "F", "FRA", "ZZ", "AA"] {
            assert_eq!(parse(code), None);
        }
        assert_eq!(of_alpha3("AAA"), None);
    }
}
